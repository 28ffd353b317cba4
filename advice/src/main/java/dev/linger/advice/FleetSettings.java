// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.minute.HostKernel;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the kernels of a fleet agree on. A sample of the hosts, such as those of one partition of a
 * topic, does: hosts are spread over partitions without regard to their settings.
 *
 * @param usual values by dotted name, of settings that nearly all hosts have alike
 * @param hosts hosts that were asked
 */
public record FleetSettings(Map<String, String> usual, int hosts) {
    /** Nothing is known of other hosts. */
    public static final FleetSettings NONE = new FleetSettings(Map.of(), 0);

    /** With fewer hosts there is no majority to speak of. */
    static final int FEWEST_HOSTS = 5;

    private static final double NEARLY_ALL = 0.8;

    /** Copies the map. */
    public FleetSettings {
        usual = Map.copyOf(usual);
    }

    /** What at least four of five of these hosts have alike, in their first namespace. */
    public static FleetSettings of(Collection<HostKernel> kernels) {
        if (kernels.size() < FEWEST_HOSTS) {
            return NONE;
        }
        Map<String, Map<String, Integer>> votes = new HashMap<>();
        for (HostKernel kernel : kernels) {
            kernel.latest().namespaces().stream()
                    .findFirst()
                    .ifPresent(own ->
                            own.sysctls()
                                    .forEach((name, value) ->
                                            votes.computeIfAbsent(name, added -> new HashMap<>())
                                                    .merge(value, 1, Integer::sum)));
        }
        Map<String, String> usual = new TreeMap<>();
        votes.forEach((name, values) ->
                values.forEach((value, hosts) -> {
                    if (hosts >= NEARLY_ALL * kernels.size()) {
                        usual.put(name, value);
                    }
                }));
        return new FleetSettings(usual, kernels.size());
    }
}
