// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.Rule;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.KernelContext;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A rule about the settings or counters of the network namespace that a service's worst host runs
 * it in. It speaks only of services that the setting touches.
 */
interface HostRule extends Rule {
    /** The signal of that namespace; absent where all is well. */
    @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds);

    @Override
    default List<Signal> evaluate(ServiceMinute minute, Thresholds thresholds) {
        if (minute.kernel() == null) {
            return List.of();
        }
        Signal signal = signal(minute, thresholds);
        return signal == null ? List.of() : List.of(signal);
    }

    /** A signal of the whole namespace. */
    default Signal ofNamespace(
            Severity severity, ServiceMinute minute, Figures evidence, List<Proposal> proposals) {
        KernelContext kernel = minute.kernel();
        return new Signal(
                name(),
                severity,
                minute.service(),
                sideOf(minute),
                Signal.ALL_ENDPOINTS,
                kernel == null ? List.of() : List.of(kernel.host()),
                evidence.map(),
                proposals);
    }

    /** Whether the service has connections that it closes first, or has closed. */
    static boolean closesFirst(ServiceMinute minute) {
        return minute.sockets().activeCloses() > 0
                || minute.sockets().peak().timeWait() > 0
                || minute.sockets().mean().states().timeWait() > 0
                || minute.sockets().mean().states().finWait2() > 0;
    }

    private static Side sideOf(ServiceMinute minute) {
        List<EndpointMinute> endpoints = minute.endpoints();
        for (int i = 0; i < endpoints.size(); i++) {
            if (endpoints.get(i).side() == Side.CLIENT) {
                return Side.CLIENT;
            }
        }
        return Side.SERVER;
    }
}
