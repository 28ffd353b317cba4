// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.kernel.ConfiguredSysctl;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The kernel of the worst host so far, in an order without ties between different hosts. */
record KernelChoice(Place place, KernelContext context) {
    private static final Comparator<KernelChoice> WORST_LAST =
            Comparator.comparingDouble((KernelChoice choice) -> choice.place.fullness)
                    .thenComparingLong(choice -> choice.place.peakSockets)
                    .thenComparing(choice -> choice.context.host(), Comparator.reverseOrder())
                    .thenComparingLong(choice -> -choice.context.namespace());

    /**
     * Where on a host a service was nearest to a limit.
     *
     * @param fullness its worst port utilisation or accept queue over capacity, whichever is more
     * @param peakSockets its sockets, to decide between hosts without pressure
     * @param namespace inode of the network namespace
     */
    record Place(double fullness, long peakSockets, long namespace) {}

    /**
     * The choice among hosts of one partition.
     *
     * @param kernels of a host; null where it sent no kernel snapshot yet
     */
    static @Nullable KernelChoice worst(
            List<HostService> hosts, Function<String, @Nullable HostKernel> kernels) {
        Candidate worst = null;
        for (HostService host : hosts) {
            HostKernel kernel = kernels.apply(host.host.host());
            Place place = host.worstPlace();
            if (kernel != null && kernel.reports(place.namespace)) {
                Candidate candidate = new Candidate(place, host.host.host(), kernel);
                if (worst == null || CANDIDATE_WORST_LAST.compare(candidate, worst) > 0) {
                    worst = candidate;
                }
            }
        }
        KernelContext context = worst == null ? null : worst.kernel.context(worst.place.namespace);
        return worst == null || context == null ? null : new KernelChoice(worst.place, context);
    }

    /** Not yet a choice: making the context of each host would cost more than all the rest. */
    private record Candidate(Place place, String host, HostKernel kernel) {}

    private static final Comparator<Candidate> CANDIDATE_WORST_LAST =
            Comparator.comparingDouble((Candidate candidate) -> candidate.place.fullness)
                    .thenComparingLong(candidate -> candidate.place.peakSockets)
                    .thenComparing(Candidate::host, Comparator.reverseOrder())
                    .thenComparingLong(candidate -> -candidate.place.namespace);

    static @Nullable KernelChoice worse(@Nullable KernelChoice a, @Nullable KernelChoice b) {
        if (a == null) {
            return b;
        }
        return b == null || WORST_LAST.compare(a, b) >= 0 ? a : b;
    }

    static void write(CompactOutput out, @Nullable KernelChoice choice) {
        out.writeFlag(choice != null);
        if (choice == null) {
            return;
        }
        out.writeDouble(choice.place.fullness);
        out.writeLong(choice.place.peakSockets);
        out.writeLong(choice.place.namespace);
        out.writeText(choice.context.host());
        out.writeInt(choice.context.sysctls().size());
        choice.context
                .sysctls()
                .forEach((name, value) -> {
                    out.writeText(name);
                    out.writeText(value);
                });
        out.writeInt(choice.context.counterIncreases().size());
        choice.context
                .counterIncreases()
                .forEach((name, value) -> {
                    out.writeText(name);
                    out.writeLong(value);
                });
        Map<String, Long> levels = choice.context.levels();
        out.writeFlag(levels != null);
        if (levels != null) {
            out.writeInt(levels.size());
            levels.forEach((name, value) -> {
                out.writeText(name);
                out.writeLong(value);
            });
        }
        Map<String, ConfiguredSysctl> configured = choice.context.configured();
        out.writeFlag(configured != null);
        if (configured != null) {
            out.writeInt(configured.size());
            configured.forEach((name, setting) -> {
                out.writeText(name);
                out.writeText(setting.value());
                out.writeText(setting.file());
            });
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param withLevels whether levels and configured values were written
     */
    static @Nullable KernelChoice read(CompactInput in, boolean withLevels) {
        if (!in.readFlag()) {
            return null;
        }
        Place place = new Place(in.readDouble(), in.readLong(), in.readLong());
        String host = in.readText();
        Map<String, String> sysctls = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            sysctls.put(in.readText(), in.readText());
        }
        Map<String, Long> increases = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            increases.put(in.readText(), in.readLong());
        }
        Map<String, Long> levels = withLevels ? readLevels(in) : null;
        Map<String, ConfiguredSysctl> configured = withLevels ? readConfigured(in) : null;
        return new KernelChoice(
                place,
                new KernelContext(host, place.namespace, sysctls, increases, levels, configured));
    }

    private static @Nullable Map<String, Long> readLevels(CompactInput in) {
        if (!in.readFlag()) {
            return null;
        }
        Map<String, Long> levels = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            levels.put(in.readText(), in.readLong());
        }
        return levels;
    }

    private static @Nullable Map<String, ConfiguredSysctl> readConfigured(CompactInput in) {
        if (!in.readFlag()) {
            return null;
        }
        Map<String, ConfiguredSysctl> configured = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            configured.put(in.readText(), new ConfiguredSysctl(in.readText(), in.readText()));
        }
        return configured;
    }
}
