// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.Stalls;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Small writes wait for acknowledgements that the peer delays. */
public final class NagleDelayedAck implements EndpointRule {
    private static final double HELD_MILLIS = 40;

    @Override
    public RuleName name() {
        return RuleName.NAGLE_DELAYED_ACK;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The application writes a message in pieces without TCP_NODELAY. The second piece"
                        + " waits for the acknowledgement of the first, which the peer delays by 40"
                        + " ms: each request takes that long on a fast network.",
                "ESTABLISHED sockets with less than a segment not sent while an earlier one is"
                        + " unacknowledged, the congestion window open and the smallest round-trip"
                        + " time below 10 ms.",
                "warn from one socket on average and rules.nagle-held-share (0.05) of the"
                        + " established ones.",
                "Sockets that wait for the window or retransmit; paths where the round trip itself"
                        + " takes 10 ms.",
                "Header and body written apart on a kept connection: 44 ms a request, 0.02 ms with"
                        + " TCP_NODELAY, 0.04 ms in one write; 0.16 ms on short connections.",
                "");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketGauges mean = endpoint.sockets().mean();
        Stalls stalls = mean.stalls();
        if (stalls == null
                || stalls.held() == 0
                || stalls.held() < thresholds.nagleHeldShare() * mean.states().established()) {
            return null;
        }
        Figures evidence =
                new Figures()
                        .with("heldSockets", stalls.held())
                        .with("establishedSockets", mean.states().established())
                        .with("heldMillis", HELD_MILLIS);
        Long rttMicros = endpoint.sockets().rttMicros();
        if (rttMicros != null) {
            evidence.with("rttMicros", rttMicros.longValue());
        }
        return Signal.of(
                this,
                Severity.WARN,
                minute,
                endpoint,
                evidence.by(Formula.DELAYED_ACK),
                List.of(noDelay(endpoint)));
    }

    private static Proposal noDelay(EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "on this end, which writes: TCP_NODELAY on the socket (C setsockopt, Java"
                        + " StandardSocketOptions.TCP_NODELAY, Netty ChannelOption.TCP_NODELAY;"
                        + " nginx `tcp_nodelay on;` and Go have it by default; HAProxy `option"
                        + " http-no-delay`), or one write for the whole message (writev, a"
                        + " BufferedOutputStream with one flush)",
                new Figures()
                        .with("heldMillis", 0.02)
                        .with("heldBeforeMillis", 44.0)
                        .by(Formula.DELAYED_ACK)
                        .map(),
                "more and smaller packets where the application writes byte by byte",
                SsCommand.list("i", "established", endpoint.side(), endpoint.endpoint())
                        + " | grep -c notsent goes to 0; the latency of a request falls by 40 ms",
                "take the option out");
    }
}
