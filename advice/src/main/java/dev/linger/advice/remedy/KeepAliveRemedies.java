// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.remedy;

import dev.linger.advice.Figures;
import dev.linger.advice.formula.DeadPeer;
import dev.linger.advice.formula.Formula;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.tcp.Side;

import java.time.Duration;

/** Keep-alive that notices a dead peer and keeps middleboxes from forgetting the connection. */
public final class KeepAliveRemedies {
    /** TCP_KEEPIDLE: well below the 240 s of the shortest common middlebox limit. */
    public static final Duration IDLE = Duration.ofSeconds(60);

    /** TCP_KEEPINTVL. */
    public static final Duration INTERVAL = Duration.ofSeconds(15);

    /** TCP_KEEPCNT. */
    public static final int PROBES = 4;

    private KeepAliveRemedies() {}

    /**
     * SO_KEEPALIVE with its three times set on the socket.
     *
     * @param sockets how many have none
     */
    public static Proposal arm(Side side, String endpoint, long sockets) {
        String settings =
                switch (side) {
                    case CLIENT ->
                            Stacks.keepAliveOfClient(
                                    IDLE.toSeconds(), INTERVAL.toSeconds(), PROBES);
                    case SERVER ->
                            Stacks.keepAliveOfServer(
                                    IDLE.toSeconds(), INTERVAL.toSeconds(), PROBES);
                };
        return new Proposal(
                AdviceKind.APPLICATION,
                "arm keep-alive on the sockets themselves: " + settings,
                new Figures()
                        .with(
                                "detectionSeconds",
                                DeadPeer.keepAlive(IDLE, INTERVAL, PROBES).toSeconds())
                        .with("keptAliveWithinSeconds", IDLE.toSeconds())
                        .with("probesPerSecond", (double) sockets / IDLE.toSeconds())
                        .by(Formula.F10, Formula.F21)
                        .map(),
                "one small packet per idle connection and minute; with data in flight only"
                        + " TCP_USER_TIMEOUT ends a connection in time; a sysctl does not switch"
                        + " keep-alive on",
                SsCommand.list("o", "established", side, endpoint)
                        + " | grep -vc 'timer:(keepalive' goes to 0",
                "take the options out; new connections are again without a timer");
    }
}
