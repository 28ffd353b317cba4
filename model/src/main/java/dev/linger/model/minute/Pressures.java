// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/** Which {@link PortPressure} is the worst, in an order without ties between different ones. */
final class Pressures {
    private static final Comparator<PortPressure> WORST_LAST =
            Comparator.comparingDouble(PortPressure::utilisation)
                    .thenComparingLong(PortPressure::used)
                    .thenComparingLong(PortPressure::timeWait)
                    .thenComparingDouble(PortPressure::activeClosesPerSecond)
                    .thenComparing(PortPressure::host, Comparator.reverseOrder())
                    .thenComparing(Comparator.comparingLong(PortPressure::namespace).reversed())
                    .thenComparing(PortPressure::sourceAddress, Comparator.reverseOrder());

    private Pressures() {}

    static PortPressure of(SocketSnapshot snapshot, SocketGroup group, PortUse ports) {
        double perSecond =
                snapshot.intervalMillis() == 0
                        ? 0
                        : group.activeCloses() * 1000.0 / snapshot.intervalMillis();
        return new PortPressure(
                snapshot.host(),
                group.namespace(),
                ports.sourceAddress(),
                ports.used(),
                ports.timeWait(),
                ports.usable(),
                perSecond);
    }

    static @Nullable PortPressure worse(@Nullable PortPressure a, @Nullable PortPressure b) {
        if (a == null) {
            return b;
        }
        return b == null || WORST_LAST.compare(a, b) >= 0 ? a : b;
    }

    /** Leaves the host out where it is the one that the reader knows from elsewhere. */
    static void write(CompactOutput out, @Nullable PortPressure pressure, String knownHost) {
        out.writeFlag(pressure != null);
        if (pressure != null) {
            boolean known = pressure.host().equals(knownHost);
            out.writeOptionalText(known ? null : pressure.host());
            out.writeLong(pressure.namespace());
            out.writeText(pressure.sourceAddress());
            out.writeLong(pressure.used());
            out.writeLong(pressure.timeWait());
            out.writeLong(pressure.usable());
            out.writeDouble(pressure.activeClosesPerSecond());
        }
    }

    static @Nullable PortPressure read(CompactInput in, String knownHost) {
        if (!in.readFlag()) {
            return null;
        }
        String host = in.readOptionalText();
        return new PortPressure(
                host == null ? knownHost : host,
                in.readLong(),
                in.readText(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readDouble());
    }
}
