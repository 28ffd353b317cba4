// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Which endpoints of a service keep a row of their own where there are too many.
 *
 * <p>The pressure of an endpoint is the largest of: its port utilisation, and its share of the
 * service's sockets, of its CLOSE_WAIT, and of its ESTABLISHED sockets without keep-alive. So what
 * matters in any one respect stays visible.
 */
final class EndpointFold {
    /** What pressure is judged by. */
    record Weight(EndpointKey key, double pressure, long sockets) {
        private static final Comparator<Weight> WORST_FIRST =
                Comparator.comparingDouble(Weight::pressure)
                        .thenComparingLong(Weight::sockets)
                        .reversed()
                        .thenComparing(Weight::key);
    }

    private EndpointFold() {}

    static Weight weigh(
            EndpointKey key, long[] gauges, long[] service, @Nullable PortPressure ports) {
        double pressure = ports == null ? 0 : ports.utilisation();
        long sockets = GaugeArray.sockets(gauges);
        pressure = Math.max(pressure, share(sockets, GaugeArray.sockets(service)));
        pressure = Math.max(pressure, share(gauges, service, GaugeArray.CLOSE_WAIT));
        pressure = Math.max(pressure, share(gauges, service, GaugeArray.UNARMED));
        return new Weight(key, pressure, sockets);
    }

    private static double share(long[] gauges, long[] service, int index) {
        return share(gauges[index], service[index]);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /**
     * Moves all but the {@code keep} worst endpoints into {@code other} of their side, which does
     * not count.
     */
    static <S> void fold(
            Map<EndpointKey, S> endpoints,
            int keep,
            List<Weight> weights,
            Function<EndpointKey, S> newOther,
            BiConsumer<S, S> fold) {
        List<Weight> own = new ArrayList<>(weights);
        own.removeIf(weight -> weight.key().isOther());
        own.sort(Weight.WORST_FIRST);
        for (Weight weight : own.subList(Math.min(keep, own.size()), own.size())) {
            S folded = endpoints.remove(weight.key());
            fold.accept(endpoints.computeIfAbsent(weight.key().other(), newOther), folded);
        }
    }

    /** Worst first, {@code other} last. */
    static List<EndpointKey> order(List<Weight> weights) {
        return weights.stream()
                .sorted(
                        Comparator.comparing((Weight weight) -> weight.key().isOther())
                                .thenComparing(Weight.WORST_FIRST))
                .map(Weight::key)
                .toList();
    }
}
