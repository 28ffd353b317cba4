// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the kernels of a fleet agree on.
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

    /**
     * What at least four of five of these hosts have alike.
     *
     * @param hostsBySettings how many hosts are set in the same way, by that way
     */
    public static FleetSettings of(Map<Map<String, String>, Integer> hostsBySettings) {
        int hosts = hostsBySettings.values().stream().mapToInt(Integer::intValue).sum();
        if (hosts < FEWEST_HOSTS) {
            return NONE;
        }
        Map<String, Map<String, Integer>> votes = new HashMap<>();
        hostsBySettings.forEach((settings, alike) ->
                settings.forEach((name, value) ->
                        votes.computeIfAbsent(name, added -> new HashMap<>())
                                .merge(value, alike, Integer::sum)));
        Map<String, String> usual = new TreeMap<>();
        votes.forEach((name, values) ->
                values.forEach((value, alike) -> {
                    if (alike >= NEARLY_ALL * hosts) {
                        usual.put(name, value);
                    }
                }));
        return new FleetSettings(usual, hosts);
    }
}
