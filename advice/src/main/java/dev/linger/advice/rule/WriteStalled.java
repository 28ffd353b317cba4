// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.DeadPeer;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.SettingRemedies;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** Written data is not acknowledged. */
public final class WriteStalled implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.WRITE_STALLED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "Connections retransmit what was written. Without TCP_USER_TIMEOUT a dead"
                        + " peer is noticed after 925 s at the earliest (tcp_retries2 = 15);"
                        + " keep-alive does nothing while data is unacknowledged.",
                "Connections with three unanswered retransmissions or more, on average over the"
                        + " minute; bytes queued for sending. From collectors that do not count"
                        + " them, sockets that retransmit, less those that connect or close.",
                "warn from one socket on average and rules.write-stalled-share (0.02) of"
                        + " the established ones.",
                "A few retransmissions among many connections: loss is ordinary.",
                "Peer cut off with data in flight: ETIMEDOUT after 938.8 s with and"
                        + " without keep-alive; with TCP_USER_TIMEOUT of 5 s after 5.65 s; with"
                        + " tcp_retries2=8 after 107.5 s.",
                "S17 S20");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketGauges mean = endpoint.sockets().mean();
        StateCounts states = mean.states();
        Stalls stalls = mean.stalls();
        long stalled =
                stalls == null
                        ? mean.retransmitting()
                                - states.synSent()
                                - states.finWait1()
                                - states.lastAck()
                                - states.closing()
                        : stalls.writes();
        if (stalled <= 0
                || mean.sendQueueBytes() == 0
                || stalled < thresholds.writeStalledShare() * states.established()) {
            return null;
        }
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        double before =
                DeadPeer.dataInFlightSeconds(kernel.numberOr(Sysctl.TCP_RETRIES2, USUAL_RETRIES2));
        return Signal.of(
                this,
                Severity.WARN,
                minute,
                endpoint,
                new Figures()
                        .with("stalledSockets", stalled)
                        .with("establishedSockets", states.established())
                        .with("sendQueueBytes", mean.sendQueueBytes())
                        .with("endsAfterSeconds", before)
                        .by(Formula.F12),
                List.of(fewerRetries(kernel, before), userTimeout(endpoint, before)));
    }

    private static Proposal userTimeout(EndpointMinute endpoint, double before) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "end connections whose data is not acknowledged for 30 s: setsockopt"
                        + " TCP_USER_TIMEOUT=30000 (HAProxy `tcp-ut 30s`, Netty"
                        + " `EpollChannelOption.TCP_USER_TIMEOUT`, libpq `tcp_user_timeout=30000`,"
                        + " gRPC keepalive time-out), and a write time-out in the application",
                new Figures()
                        .with(
                                "endsAfterSeconds",
                                DeadPeer.dataInFlight(Duration.ofSeconds(30)).toSeconds())
                        .with("endsAfterBeforeSeconds", before)
                        .by(Formula.F13)
                        .map(),
                "too low a time kills slow links; it replaces TCP_KEEPCNT, so set keep-alive"
                        + " accordingly",
                SsCommand.list("o", "established", endpoint.side(), endpoint.endpoint())
                        + " | grep 'timer:(on'",
                "take the option out");
    }

    private static Proposal fewerRetries(KernelFacts kernel, double before) {
        return SettingRemedies.set(
                kernel,
                Sysctl.TCP_RETRIES2,
                Long.toString(FEWER_RETRIES2),
                new Figures()
                        .with("endsAfterSeconds", DeadPeer.dataInFlightSeconds(FEWER_RETRIES2))
                        .with("endsAfterBeforeSeconds", before)
                        .by(Formula.F12),
                "ends every connection of the namespace over an outage of 102 s; not below 8");
    }

    private static final long USUAL_RETRIES2 = 15;

    private static final long FEWER_RETRIES2 = 8;
}
