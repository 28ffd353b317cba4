// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import static dev.linger.advice.EndpointFixture.client;
import static dev.linger.advice.EndpointFixture.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.linger.advice.EndpointFixture;
import dev.linger.advice.MinuteFixture;
import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Connections, writes and closes that get no answer. */
class StallRulesTest {
    private static final String FAR = "10.0.0.2:9000";

    @Test
    void shouldFindConnectsWithoutAnAnswer() {
        Signal signal =
                only(
                        RuleName.CONNECT_STALLED,
                        minute(client(FAR).with(TcpState.SYN_SENT, 10).retransmitting(10, 10)));
        assertThat(signal.severity()).isEqualTo(Severity.HIGH);
        // Measured 133.8 s.
        assertThat(signal.evidence()).contains(entry("givesUpAfterSeconds", 131L));
    }

    @Test
    void shouldNotTakeManyQuickHandshakesForAStall() {
        // 600 a minute, 10 under way: each takes 1 s on average.
        EndpointFixture quick = client(FAR).with(TcpState.SYN_SENT, 10).retransmitting(1, 10);
        assertThat(rules(minute(quick.opened(600)))).isEmpty();
        assertThat(rules(minute(quick.opened(300)))).containsExactly(RuleName.CONNECT_STALLED);
        assertThat(rules(minute(client(FAR).with(TcpState.SYN_SENT, 10)))).isEmpty();
    }

    @Test
    void shouldLeaveAStallOutThatAFullAcceptQueueExplains() {
        MinuteFixture full =
                minute(client(FAR).with(TcpState.SYN_SENT, 5).retransmitting(5, 5))
                        .listener("0.0.0.0:9000", 5, 4, 6, 6);
        assertThat(rules(full)).containsExactly(RuleName.ACCEPT_QUEUE_FULL);
        assertThat(only(RuleName.ACCEPT_QUEUE_FULL, full).evidence())
                .containsEntry("alsoExplains", "CONNECT_STALLED");
        MinuteFixture other =
                minute(client(FAR).with(TcpState.SYN_SENT, 5).retransmitting(5, 5))
                        .listener("0.0.0.0:9001", 5, 4, 6, 6);
        assertThat(rules(other))
                .containsExactlyInAnyOrder(RuleName.ACCEPT_QUEUE_FULL, RuleName.CONNECT_STALLED);
    }

    @Test
    void shouldLeaveAStallOutThatExhaustedPortsExplain() {
        MinuteFixture gone =
                minute(
                        client(FAR)
                                .ports(0, 1000, 1000, 0)
                                .with(TcpState.SYN_SENT, 5)
                                .retransmitting(5, 5));
        assertThat(rules(gone))
                .containsExactlyInAnyOrder(
                        RuleName.EPHEMERAL_PORTS_PRESSURE, RuleName.EPHEMERAL_PORTS_EXHAUSTED);
    }

    @Test
    void shouldFindWritesWithoutAnAcknowledgement() {
        Signal signal =
                only(
                        RuleName.WRITE_STALLED,
                        minute(client(FAR).with(TcpState.ESTABLISHED, 10).retransmitting(1, 4000)));
        // Measured 938.8 s.
        assertThat(signal.evidence()).contains(entry("endsAfterSeconds", 924.6));
        assertThat(signal.proposals().getFirst().expected())
                .contains(entry("endsAfterSeconds", 102.2));
    }

    @Test
    void shouldTakeLossAmongManyConnectionsForOrdinary() {
        EndpointFixture many = client(FAR).with(TcpState.ESTABLISHED, 1000);
        assertThat(rules(minute(many.retransmitting(19, 4000)))).isEmpty();
        assertThat(rules(minute(many.retransmitting(20, 4000))))
                .containsExactly(RuleName.WRITE_STALLED);
    }

    @Test
    void shouldFindClosesWithoutAnAcknowledgement() {
        EndpointFixture closing = client(FAR).with(TcpState.FIN_WAIT1, 10).retransmitting(10, 10);
        assertThat(rules(minute(closing))).containsExactly(RuleName.CLOSE_UNACKNOWLEDGED);
        assertThat(rules(minute(closing.closed(61)))).isEmpty();
    }

    @Test
    void shouldFindAPeerThatDoesNotClose() {
        assertThat(rules(minute(client(FAR).with(TcpState.FIN_WAIT2, 99)))).isEmpty();
        Signal signal =
                only(RuleName.FIN_WAIT2_PILEUP, minute(client(FAR).with(TcpState.FIN_WAIT2, 100)));
        assertThat(signal.evidence()).contains(entry("orphanLifeSeconds", 60L));
    }

    @Test
    void shouldFindPeersThatDoNotAnswerProbes() {
        MinuteFixture probing =
                minute(
                        client(FAR)
                                .with(TcpState.ESTABLISHED, 3)
                                .keepAlive(new KeepAlive(3, 0, 0, 2)));
        assertThat(rules(probing)).containsExactly(RuleName.PEER_NOT_ANSWERING);
    }

    @Test
    void shouldWarnOfSlowProbesOnlyAcrossANat() {
        EndpointFixture slow = client(FAR).ports(5, 0, 28_232, 0).established(5, 5, 350);
        assertThat(only(RuleName.KEEPALIVE_TOO_SLOW, minute(slow)).severity())
                .isEqualTo(Severity.INFO);
        EndpointFixture far =
                client("203.0.113.5:443").ports(5, 0, 28_232, 0).established(5, 5, 350);
        assertThat(only(RuleName.KEEPALIVE_TOO_SLOW, minute(far)).severity())
                .isEqualTo(Severity.WARN);
        EndpointFixture quick =
                client("203.0.113.5:443").ports(5, 0, 28_232, 0).established(5, 5, 349);
        assertThat(rules(minute(quick))).isEmpty();
    }

    @Test
    void shouldFindAFixedSourcePort() {
        // S9: one TIME_WAIT outside the range. S10: it came back 200 times.
        EndpointFixture fixed =
                client(FAR).ports(0, 0, 28_232, 0).with(TcpState.TIME_WAIT, 1).closed(1);
        assertThat(only(RuleName.FIXED_SOURCE_PORT, minute(fixed)).severity())
                .isEqualTo(Severity.WARN);
        assertThat(only(RuleName.FIXED_SOURCE_PORT, minute(fixed.closed(200))).severity())
                .isEqualTo(Severity.INFO);
        assertThat(
                        only(
                                        RuleName.FIXED_SOURCE_PORT,
                                        minute(fixed.closed(1)).rose("TcpExt.TWRecycled", 199))
                                .severity())
                .isEqualTo(Severity.INFO);
        assertThat(rules(minute(client(FAR).ports(0, 0, 28_232, 0).established(1, 1, 1))))
                .isEmpty();
    }

    @Test
    void shouldSpeakOfACapOnlyWhereTheQueueIsNeeded() {
        MinuteFixture capped = new MinuteFixture().sysctl("net.core.somaxconn", "128");
        assertThat(rules(capped.listener("0.0.0.0:80", 64, 128, 6, 0))).isEmpty();
        assertThat(rules(capped.listener("0.0.0.0:81", 65, 128, 6, 0)))
                .containsExactly(RuleName.BACKLOG_CAPPED);
    }

    @Test
    void shouldNameTheFullestListenerOfAFullSynQueue() {
        Signal signal =
                only(
                        RuleName.SYN_QUEUE_FULL,
                        new MinuteFixture()
                                .rose("TcpExt.TCPReqQFullDoCookies", 31)
                                .listener("0.0.0.0:80", 1, 8, 6, 0)
                                .listener("0.0.0.0:81", 7, 8, 6, 0));
        assertThat(signal.severity()).isEqualTo(Severity.WARN);
        assertThat(signal.endpoint()).isEqualTo("0.0.0.0:81");
    }

    @Test
    void shouldFindNothingOnAHealthyKeptAliveServer() {
        assertThat(
                        rules(
                                new MinuteFixture()
                                        .listener("0.0.0.0:80", 3, 511, 6, 0)
                                        .endpoint(
                                                server("10.0.0.1:80")
                                                        .established(100, 0, 0)
                                                        .opened(100)
                                                        .with(TcpState.FIN_WAIT2, 2))
                                        .endpoint(
                                                client(FAR)
                                                        .ports(100, 5, 28_232, 0.1)
                                                        .established(100, 100, 5)
                                                        .rttMicros(200))))
                .isEmpty();
    }

    private static MinuteFixture minute(EndpointFixture endpoint) {
        return new MinuteFixture().endpoint(endpoint);
    }

    private static List<RuleName> rules(MinuteFixture minute) {
        return signals(minute).stream().map(Signal::rule).toList();
    }

    private static Signal only(RuleName rule, MinuteFixture minute) {
        List<Signal> found =
                signals(minute).stream().filter(signal -> signal.rule() == rule).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<Signal> signals(MinuteFixture minute) {
        return Rules.evaluate(minute.build(), Thresholds.defaults());
    }
}
