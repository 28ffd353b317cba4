// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.Rates;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.ConnectTimeout;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.Stalls;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Connection attempts get no answer. */
public final class ConnectStalled implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.CONNECT_STALLED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "SYNs to the endpoint are sent again without an acceptable answer: its"
                        + " accept queue is full, a firewall drops them, a NAT has no port left, or"
                        + " a TIME_WAIT at the server refuses them.",
                "SYN_SENT sockets with retransmissions; their mean age by Little's law,"
                        + " sockets over connections opened per second.",
                "warn from a mean age of rules.connect-stalled-age (2s); high when"
                        + " nothing is ESTABLISHED to the endpoint.",
                "Slow but answered handshakes; endpoints for which a full accept queue or"
                        + " exhausted ports are found, which explain it.",
                "A filtered connect() gave up after 133.8 s with 4 linear time-outs and 6"
                        + " retries (131 predicted), 129.7 s without linear ones (127). A full"
                        + " accept queue left 5 of 10 clients in SYN_SENT.",
                "S11 S22");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketGauges mean = endpoint.sockets().mean();
        Stalls stalls = mean.stalls();
        long stalled =
                stalls == null
                        ? Math.min(mean.states().synSent(), mean.retransmitting())
                        : stalls.connects();
        if (endpoint.side() != Side.CLIENT || stalled == 0) {
            return null;
        }
        double openedPerSecond = Rates.perSecond(minute, endpoint.sockets().opened());
        double limitSeconds = thresholds.connectStalledAge().toMillis() / 1000.0;
        if (mean.states().synSent() < openedPerSecond * limitSeconds) {
            return null;
        }
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        long retries = kernel.numberOr(Sysctl.TCP_SYN_RETRIES, USUAL_RETRIES);
        long linear = kernel.numberOr(Sysctl.TCP_SYN_LINEAR_TIMEOUTS, 0);
        return Signal.of(
                this,
                mean.states().established() == 0 ? Severity.HIGH : Severity.WARN,
                minute,
                endpoint,
                new Figures()
                        .with("synSentSockets", mean.states().synSent())
                        .with("retransmittingSockets", stalled)
                        .with("establishedSockets", mean.states().established())
                        .with("openedPerSecond", openedPerSecond)
                        .with("givesUpAfterSeconds", ConnectTimeout.seconds(linear, retries))
                        .by(Formula.LITTLE, Formula.F15),
                List.of(findOut(endpoint), giveUpEarlier(retries, linear)));
    }

    private static Proposal findOut(EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "look at the other end in this order: its accept queue (%s), its counters (nstat -az TcpExtListenOverflows TcpExtPAWSTimewait), the path (tcpdump on both ends: does the SYN arrive, does the answer), the NAT (conntrack -S: insert_failed)"
                        .formatted(SsCommand.listener(endpoint.endpoint())),
                new Figures().with("synSentSockets", 0L).by(Formula.F15).map(),
                "none, it only looks",
                SsCommand.list("o", "syn-sent", Side.CLIENT, endpoint.endpoint()),
                "nothing to undo");
    }

    private static Proposal giveUpEarlier(long retries, long linear) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "until then give up sooner, in the code: a connect time-out of 3 s (nginx"
                        + " `proxy_connect_timeout 3s;`, HAProxy `timeout connect 3s`, Java"
                        + " `connectTimeout`, Go `net.Dialer{Timeout: 3 * time.Second}`)",
                new Figures()
                        .with("givesUpAfterSeconds", 3L)
                        .with("givesUpAfterBeforeSeconds", ConnectTimeout.seconds(linear, retries))
                        .by(Formula.F15)
                        .map(),
                "one lost SYN costs 1 s, two cost 2 to 3 s: below that healthy connects fail",
                "the errors of the application name a time-out after 3 s",
                "take the time-out out");
    }

    /** tcp_syn_retries of every kernel so far. */
    private static final long USUAL_RETRIES = 6;
}
