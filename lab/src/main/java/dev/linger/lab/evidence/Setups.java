// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import dev.linger.advice.kernel.PortRange;
import dev.linger.advice.whatif.KeepAliveSetup;
import dev.linger.advice.whatif.Outcome;
import dev.linger.advice.whatif.Setup;

import java.util.Objects;

/** Setups for what-if, as the experiments build them in namespaces. */
final class Setups {
    static final int FIRST_PORT = 40_000;

    private Setups() {}

    /** A client that opens a connection per request, without reuse. */
    static Setup client(int ports, double requestsPerSecond) {
        return new Setup(
                new PortRange(FIRST_PORT, FIRST_PORT + ports - 1),
                0,
                false,
                1.0,
                false,
                1,
                1,
                requestsPerSecond,
                0,
                0,
                1,
                KeepAliveSetup.KERNEL_DEFAULT);
    }

    static Outcome outcome(Setup setup) {
        return Outcome.of(setup);
    }

    static double secondsToExhaustion(Setup setup) {
        return Objects.requireNonNull(outcome(setup).exhaustedInSeconds());
    }

    static double deadPeerSeconds(KeepAliveSetup keepAlive) {
        Setup setup = client(1000, 1).change().keepAlive(keepAlive).build();
        return Objects.requireNonNull(outcome(setup).deadPeerSeconds());
    }

    static double stalledWriteSeconds(KeepAliveSetup keepAlive) {
        return outcome(client(1000, 1).change().keepAlive(keepAlive).build()).stalledWriteSeconds();
    }
}
