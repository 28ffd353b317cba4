// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.model.minute.ServiceMinute;

import org.jspecify.annotations.Nullable;

/**
 * Connections that a network namespace reset at close, read for one service of it: the counter
 * knows no service, so it is the service's only where it is at least half of its connections.
 */
final class AbortedConnections {
    private AbortedConnections() {}

    /** The evidence; absent where too few were reset to say that it was this service. */
    static @Nullable Figures evidence(ServiceMinute minute, KernelFacts kernel, String counter) {
        if (!kernel.rose(counter)) {
            return null;
        }
        long aborts = kernel.increase(counter).orElseThrow();
        long connections = Math.max(minute.sockets().opened(), minute.sockets().peak().total());
        if (connections == 0 || aborts * 2 < connections) {
            return null;
        }
        return new Figures()
                .with("namespaceAbortedConnections", aborts)
                .with("connections", connections)
                .with("activeCloses", minute.sockets().activeCloses());
    }
}
