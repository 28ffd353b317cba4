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
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.OtherEnd;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.Stalls;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The client is connected, and the server knows of no connection. */
public final class PhantomEstablished implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.PHANTOM_ESTABLISHED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The client is ESTABLISHED and retransmits what it wrote, and the server only repeats"
                        + " its SYN-ACK: it dropped the last segment of the handshake because its"
                        + " accept queue was full, and has no such connection.",
                "Client-side ESTABLISHED sockets that retransmit, with nothing received, nothing but"
                        + " the SYN acknowledged, and more segments from the server than one"
                        + " SYN-ACK. Where both ends are observed also: connections that the clients"
                        + " have and the server, whose accept queue is full, has not, written to"
                        + " or not.",
                "warn from one socket on average; high when more than half of the connections to"
                        + " the endpoint are phantoms.",
                "Connections whose server is silent, served before or not: WRITE_STALLED.",
                "Backlog 4, three connections queued and five final acknowledgements held back:"
                        + " three clients ESTABLISHED with bytes to send and retransmissions, the"
                        + " server in SYN_RECV. With tcp_abort_on_overflow=1 those three met"
                        + " ECONNRESET instead.",
                "S19");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketGauges mean = endpoint.sockets().mean();
        Stalls stalls = mean.stalls();
        if (endpoint.side() != Side.CLIENT) {
            return null;
        }
        long unheard = stalls == null ? 0 : stalls.unheard();
        long missing = missingAtServer(endpoint);
        long phantoms = Math.max(unheard, Math.min(missing, mean.states().established()));
        if (phantoms == 0) {
            return null;
        }
        long retries =
                KernelFacts.of(minute.kernel()).numberOr(Sysctl.TCP_RETRIES2, USUAL_RETRIES2);
        return Signal.of(
                this,
                2 * phantoms > mean.states().established() ? Severity.HIGH : Severity.WARN,
                minute,
                endpoint,
                FarEnd.describe(
                        new Figures()
                                .with("phantomSockets", phantoms)
                                .with("establishedSockets", mean.states().established())
                                .with("sendQueueBytes", mean.sendQueueBytes())
                                .with("endsAfterSeconds", DeadPeer.dataInFlightSeconds(retries))
                                .by(Formula.F12, Formula.F19),
                        endpoint),
                List.of(lookAtListener(endpoint), timeOut(endpoint, retries)));
    }

    /**
     * Connections that the clients have and the server, whose accept queue was full, has not. A
     * server's count includes clients that nobody observes, so it is never too small; what opens
     * and closes between the snapshots of both ends is less than one in twenty.
     */
    private static long missingAtServer(EndpointMinute endpoint) {
        BothEnds ends = endpoint.bothEnds();
        OtherEnd server = FarEnd.server(endpoint);
        if (ends == null || server == null || !FarEnd.isQueueFull(server)) {
            return 0;
        }
        long missing = ends.clientEstablished() - ends.serverEstablished();
        return missing * NOISE > ends.clientEstablished() ? missing : 0;
    }

    private static Proposal lookAtListener(EndpointMinute endpoint) {
        OtherEnd server = FarEnd.server(endpoint);
        return new Proposal(
                AdviceKind.APPLICATION,
                (server == null
                                ? "on the server's host"
                                : "on "
                                        + server.host()
                                        + ", where "
                                        + server.service()
                                        + " serves,")
                        + " look at the accept queue ("
                        + SsCommand.listener(endpoint.endpoint())
                        + ": Recv-Q above Send-Q is full), accept faster there, and raise the"
                        + " backlog of listen() together with net.core.somaxconn, then restart the"
                        + " listener",
                new Figures().with("phantomSockets", 0L).by(Formula.F19).map(),
                "a longer queue hides an overload: clients wait instead of failing",
                SsCommand.list("o", "established", Side.CLIENT, endpoint.endpoint())
                        + " | grep 'timer:(on' is empty; nstat -az TcpExtListenOverflows on the"
                        + " server stands still",
                "set the backlog back and restart the listener");
    }

    private static Proposal timeOut(EndpointMinute endpoint, long retries) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "give up in the client when the first answer does not come: a read time-out of"
                        + " some seconds (nginx `proxy_read_timeout`, HAProxy `timeout server`, Java"
                        + " HttpRequest timeout, Go http.Client Timeout), or TCP_USER_TIMEOUT=10000",
                new Figures()
                        .with("endsAfterSeconds", 10L)
                        .with("endsAfterBeforeSeconds", DeadPeer.dataInFlightSeconds(retries))
                        .by(Formula.F13)
                        .map(),
                "a time-out below the server's slowest answer ends healthy requests",
                SsCommand.count("established", Side.CLIENT, endpoint.endpoint()),
                "take the time-out out");
    }

    private static final long USUAL_RETRIES2 = 15;
    private static final long NOISE = 20;
}
