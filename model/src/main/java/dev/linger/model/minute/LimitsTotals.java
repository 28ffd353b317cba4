// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.ServiceLimits.Descriptors;
import dev.linger.model.snapshot.ServiceLimits.LocalPorts;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/** The nearest to each limit so far, in an order without ties between different ones. */
final class LimitsTotals {
    private static final Comparator<LocalPorts> PORTS =
            Comparator.comparingDouble(LocalPorts::utilisation)
                    .thenComparingLong(LocalPorts::connections)
                    .thenComparingLong(LocalPorts::endpoints)
                    .thenComparingLong(LocalPorts::distinct)
                    .thenComparingLong(LocalPorts::namespace)
                    .thenComparing(LocalPorts::sourceAddress);

    private static final Comparator<Descriptors> DESCRIPTORS =
            Comparator.comparingDouble(Descriptors::utilisation)
                    .thenComparingLong(Descriptors::used)
                    .thenComparingLong(Descriptors::pid);

    private String portsHost = "";
    private @Nullable LocalPorts ports;
    private String descriptorsHost = "";
    private @Nullable Descriptors descriptors;

    /** Takes what is nearer to a limit. */
    void add(String host, @Nullable LocalPorts otherPorts, @Nullable Descriptors otherDescriptors) {
        if (isWorse(PORTS, ports, portsHost, otherPorts, host)) {
            ports = otherPorts;
            portsHost = host;
        }
        if (isWorse(DESCRIPTORS, descriptors, descriptorsHost, otherDescriptors, host)) {
            descriptors = otherDescriptors;
            descriptorsHost = host;
        }
    }

    private static <T> boolean isWorse(
            Comparator<T> order,
            @Nullable T known,
            String knownHost,
            @Nullable T other,
            String host) {
        if (other == null || known == null) {
            return other != null;
        }
        int worse = order.compare(other, known);
        return worse > 0 || (worse == 0 && host.compareTo(knownHost) < 0);
    }

    void merge(LimitsTotals other) {
        add(other.portsHost, other.ports, null);
        add(other.descriptorsHost, null, other.descriptors);
    }

    /** Absent where nothing was collected. */
    @Nullable LimitsMinute minute() {
        return ports == null && descriptors == null
                ? null
                : new LimitsMinute(
                        ports == null ? null : portsHost,
                        ports,
                        descriptors == null ? null : descriptorsHost,
                        descriptors);
    }

    void writeTo(CompactOutput out) {
        out.writeFlag(ports != null);
        if (ports != null) {
            out.writeText(portsHost);
            out.writeLong(ports.namespace());
            out.writeText(ports.sourceAddress());
            out.writeLong(ports.distinct());
            out.writeLong(ports.connections());
            out.writeLong(ports.endpoints());
            out.writeLong(ports.usable());
        }
        out.writeFlag(descriptors != null);
        if (descriptors != null) {
            out.writeText(descriptorsHost);
            out.writeLong(descriptors.pid());
            out.writeLong(descriptors.used());
            out.writeLong(descriptors.limit());
        }
    }

    static LimitsTotals readFrom(CompactInput in) {
        LimitsTotals read = new LimitsTotals();
        if (in.readFlag()) {
            read.portsHost = in.readText();
            read.ports =
                    new LocalPorts(
                            in.readLong(),
                            in.readText(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong());
        }
        if (in.readFlag()) {
            read.descriptorsHost = in.readText();
            read.descriptors = new Descriptors(in.readLong(), in.readLong(), in.readLong());
        }
        return read;
    }
}
