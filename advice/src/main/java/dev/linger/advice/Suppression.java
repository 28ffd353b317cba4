// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.finding.RuleName;
import dev.linger.model.tcp.Side;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Leaves a symptom out where its cause is known.
 *
 * <pre>
 *   EPHEMERAL_PORTS_EXHAUSTED  explains  CONNECT_STALLED                 of the same endpoint
 *   ACCEPT_QUEUE_FULL          explains  CONNECT_STALLED, WRITE_STALLED  to the listener's port
 *                                        BACKLOG_CAPPED, SYN_QUEUE_FULL  of the same listener
 *   FIXED_SOURCE_PORT          explains  CONNECT_STALLED                 of the same endpoint
 *   PHANTOM_ESTABLISHED        explains  WRITE_STALLED                   of the same endpoint
 *   CLOSE_WAIT_LEAK            explains  POOL_IDLE_LONGER_THAN_SERVER    of the same endpoint
 * </pre>
 */
final class Suppression {
    private static final Map<RuleName, Set<RuleName>> SYMPTOMS = new EnumMap<>(RuleName.class);

    static {
        SYMPTOMS.put(RuleName.EPHEMERAL_PORTS_EXHAUSTED, EnumSet.of(RuleName.CONNECT_STALLED));
        SYMPTOMS.put(RuleName.FIXED_SOURCE_PORT, EnumSet.of(RuleName.CONNECT_STALLED));
        SYMPTOMS.put(RuleName.PHANTOM_ESTABLISHED, EnumSet.of(RuleName.WRITE_STALLED));
        SYMPTOMS.put(RuleName.CLOSE_WAIT_LEAK, EnumSet.of(RuleName.POOL_IDLE_LONGER_THAN_SERVER));
        SYMPTOMS.put(
                RuleName.ACCEPT_QUEUE_FULL,
                EnumSet.of(
                        RuleName.CONNECT_STALLED,
                        RuleName.WRITE_STALLED,
                        RuleName.BACKLOG_CAPPED,
                        RuleName.SYN_QUEUE_FULL));
    }

    private Suppression() {}

    /** The signals that are not explained by another; causes say what else they explain. */
    static List<Signal> explain(List<Signal> signals) {
        IdentityHashMap<Signal, Set<RuleName>> explained = new IdentityHashMap<>();
        List<Signal> kept = new ArrayList<>(signals);
        for (Signal cause : signals) {
            Set<RuleName> symptoms = SYMPTOMS.get(cause.rule());
            if (symptoms == null) {
                continue;
            }
            for (Signal symptom : signals) {
                if (symptoms.contains(symptom.rule())
                        && meets(cause, symptom)
                        && kept.remove(symptom)) {
                    explained
                            .computeIfAbsent(cause, c -> EnumSet.noneOf(RuleName.class))
                            .add(symptom.rule());
                }
            }
        }
        kept.replaceAll(signal -> {
            Set<RuleName> symptoms = explained.get(signal);
            return symptoms == null
                    ? signal
                    : signal.with(
                            "alsoExplains",
                            String.join(" ", symptoms.stream().map(RuleName::toString).toList()));
        });
        return kept;
    }

    private static boolean meets(Signal cause, Signal symptom) {
        if (cause.endpoint().equals(symptom.endpoint())) {
            return true;
        }
        return cause.side() == Side.SERVER
                && isWildcard(cause.endpoint())
                && portOf(cause.endpoint()).equals(portOf(symptom.endpoint()));
    }

    private static boolean isWildcard(String endpoint) {
        return endpoint.startsWith("0.0.0.0:") || endpoint.startsWith("[::]:");
    }

    private static String portOf(String endpoint) {
        return endpoint.substring(endpoint.lastIndexOf(':') + 1);
    }
}
