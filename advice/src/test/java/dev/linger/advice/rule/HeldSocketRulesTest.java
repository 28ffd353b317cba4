// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import static dev.linger.advice.EndpointFixture.client;
import static dev.linger.advice.EndpointFixture.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.advice.EndpointFixture;
import dev.linger.advice.HostKernelFixture;
import dev.linger.advice.MinuteFixture;
import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Sockets that wait in vain, ports and descriptors that run out, as collectors count them. */
class HeldSocketRulesTest {
    private static final String FAR = "10.0.0.2:9000";

    @Test
    void shouldFindPortsThatAreBoundBeforeConnect() {
        // Measured: EADDRINUSE at 1000 in all over 4 destinations.
        Signal signal = only(new MinuteFixture().localPorts(1000, 1000, 4, 1000));
        assertThat(signal.rule()).isEqualTo(RuleName.BIND_BEFORE_CONNECT);
        assertThat(signal.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(signal.proposals().getFirst().expected()).containsEntry("capacityPorts", 4000L);
        assertThat(only(new MinuteFixture().localPorts(450, 450, 4, 1000)).severity())
                .isEqualTo(Severity.WARN);
        assertThat(only(new MinuteFixture().localPorts(2000, 2000, 9, 28_232)).severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void shouldNotTakeChanceForBinding() {
        assertThat(rules(new MinuteFixture().localPorts(1000, 4000, 4, 1000))).isEmpty();
        assertThat(rules(new MinuteFixture().localPorts(120, 120, 3, 28_232))).isEmpty();
        assertThat(rules(new MinuteFixture().localPorts(1000, 1000, 1, 1000))).isEmpty();
    }

    @Test
    void shouldFindDescriptorsThatRunOut() {
        Signal near = only(new MinuteFixture().descriptors(820, 1024));
        assertThat(near.rule()).isEqualTo(RuleName.FD_LIMIT_NEAR);
        assertThat(near.severity()).isEqualTo(Severity.WARN);
        Signal full =
                only(new MinuteFixture().descriptors(20, 20).listener("0.0.0.0:80", 3, 128, 6, 0));
        assertThat(full.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(full.evidence()).containsEntry("waitingConnections", 3L);
        assertThat(rules(new MinuteFixture().descriptors(800, 1024))).isEmpty();
    }

    @Test
    void shouldFindHalfClosedSocketsThatAreHeld() {
        assertThat(only(minute(client(FAR).halfClosed(2, 70))).rule())
                .isEqualTo(RuleName.HALF_CLOSED_HELD);
        assertThat(rules(minute(client(FAR).halfClosed(2, 20)))).isEmpty();
    }

    @Test
    void shouldNotBlameThePeerForHalfClosedSocketsThatAreHeld() {
        assertThat(rules(minute(client(FAR).halfClosed(150, 70))))
                .containsExactly(RuleName.HALF_CLOSED_HELD);
    }

    @Test
    void shouldFindSocketsUnderTwoDescriptors() {
        Signal one = only(minute(client(FAR).with(TcpState.ESTABLISHED, 5).stalls(shared(1))));
        assertThat(one.rule()).isEqualTo(RuleName.SOCKET_SHARED_AFTER_CLOSE);
        assertThat(one.severity()).isEqualTo(Severity.INFO);
        assertThat(
                        only(minute(client(FAR).with(TcpState.ESTABLISHED, 50).stalls(shared(10))))
                                .severity())
                .isEqualTo(Severity.WARN);
    }

    @Test
    void shouldFindPhantomsAndNotTheStalledWriteThatFollows() {
        EndpointFixture phantoms =
                client(FAR)
                        .with(TcpState.ESTABLISHED, 3)
                        .retransmitting(3, 300)
                        .stalls(new Stalls(0, 3, 0, 3, 0, 0, 0, AgeHistogram.EMPTY));
        Signal signal = only(minute(phantoms));
        assertThat(signal.rule()).isEqualTo(RuleName.PHANTOM_ESTABLISHED);
        assertThat(signal.severity()).isEqualTo(Severity.HIGH);
        assertThat(signal.evidence()).containsEntry("alsoExplains", "WRITE_STALLED");
    }

    @Test
    void shouldNotTakeAServerThatSpeaksFirstForAPhantom() {
        assertThat(
                        rules(
                                minute(
                                        server("10.0.0.1:25")
                                                .with(TcpState.ESTABLISHED, 30)
                                                .stalls(
                                                        new Stalls(
                                                                0,
                                                                0,
                                                                0,
                                                                1,
                                                                0,
                                                                0,
                                                                0,
                                                                AgeHistogram.EMPTY)))))
                .isEmpty();
    }

    @Test
    void shouldFindAPoolThatDoesNotNotice() {
        assertThat(only(minute(client(FAR).closeWait(1, 1).opened(6))).rule())
                .isEqualTo(RuleName.POOL_IDLE_LONGER_THAN_SERVER);
    }

    @Test
    void shouldLeaveQuickClosesAndForgottenSocketsToOtherRules() {
        // 6000 a minute, 10 in CLOSE_WAIT: 0.1 s each.
        assertThat(rules(minute(client(FAR).closeWait(10, 0).opened(6000)))).isEmpty();
        assertThat(rules(minute(client(FAR).closeWait(2, 70))))
                .containsExactly(RuleName.CLOSE_WAIT_LEAK);
        assertThat(rules(minute(server("10.0.0.1:80").closeWait(1, 1)))).isEmpty();
    }

    @Test
    void shouldFindSmallWritesThatWait() {
        assertThat(only(minute(client(FAR).with(TcpState.ESTABLISHED, 20).stalls(held(1)))).rule())
                .isEqualTo(RuleName.NAGLE_DELAYED_ACK);
        assertThat(rules(minute(client(FAR).with(TcpState.ESTABLISHED, 21).stalls(held(1)))))
                .isEmpty();
    }

    @Test
    void shouldJudgeWhatTheCollectorCountedNotWhatRetransmits() {
        EndpointFixture loss =
                client(FAR)
                        .with(TcpState.ESTABLISHED, 4)
                        .with(TcpState.SYN_SENT, 1)
                        .keepAlive(new KeepAlive(4, 0, 0, 1))
                        .retransmitting(3, 3000);
        assertThat(rules(minute(loss)))
                .contains(RuleName.WRITE_STALLED, RuleName.PEER_NOT_ANSWERING);
        assertThat(rules(minute(loss.stalls(Stalls.NONE)))).isEmpty();
        assertThat(rules(minute(loss.stalls(new Stalls(1, 1, 0, 0, 1, 0, 0, AgeHistogram.EMPTY)))))
                .containsExactlyInAnyOrder(
                        RuleName.WRITE_STALLED,
                        RuleName.PEER_NOT_ANSWERING,
                        RuleName.CONNECT_STALLED);
    }

    @Test
    void shouldFindAnUnacknowledgedCloseByItsRetransmissions() {
        EndpointFixture closing = client(FAR).with(TcpState.FIN_WAIT1, 3).retransmitting(3, 3);
        assertThat(rules(minute(closing.stalls(Stalls.NONE)))).isEmpty();
        assertThat(
                        rules(
                                minute(
                                        closing.stalls(
                                                new Stalls(
                                                        0, 0, 1, 0, 0, 0, 0, AgeHistogram.EMPTY)))))
                .containsExactly(RuleName.CLOSE_UNACKNOWLEDGED);
    }

    @Test
    void shouldSeeTheTableFillFromWhatTheKernelCounts() {
        MinuteFixture minute =
                minute(client(FAR).with(TcpState.TIME_WAIT, 10).closed(1))
                        .sysctl("net.ipv4.tcp_max_tw_buckets", "200000")
                        .level("sockstat.TCP.tw", 160_000);
        assertThat(rules(minute)).contains(RuleName.TIME_WAIT_TABLE_FULL);
        assertThat(rules(minute.level("sockstat.TCP.tw", 159_999)))
                .doesNotContain(RuleName.TIME_WAIT_TABLE_FULL);
    }

    @Test
    void shouldFindANatWithoutPortsOnTheHostItself() {
        List<Signal> signals =
                Rules.evaluate(HostKernelFixture.natThatFails(29), Thresholds.defaults());
        assertThat(signals).hasSize(1);
        assertThat(signals.getFirst().rule()).isEqualTo(RuleName.SNAT_POOL_EXHAUSTED);
        assertThat(signals.getFirst().service()).isEqualTo(MinuteFixture.HOST);
        assertThat(signals.getFirst().evidence()).containsEntry("failedInserts", 29L);
        assertThat(Rules.evaluate(HostKernelFixture.natThatFails(9), Thresholds.defaults()))
                .isEmpty();
    }

    @Test
    void shouldFindALineThatThisKernelDoesNotKnow() {
        List<Signal> signals =
                Rules.evaluate(HostKernelFixture.recycleConfigured("1"), Thresholds.defaults());
        assertThat(signals)
                .extracting(Signal::rule)
                .containsExactly(RuleName.TW_RECYCLE_CONFIGURED);
        assertThat(signals.getFirst().evidence())
                .containsEntry("file", "/etc/sysctl.d/60-tuning.conf");
        assertThat(Rules.evaluate(HostKernelFixture.recycleConfigured("0"), Thresholds.defaults()))
                .isEmpty();
    }

    private static Stalls shared(long count) {
        return new Stalls(0, 0, 0, 0, 0, 0, count, AgeHistogram.EMPTY);
    }

    private static Stalls held(long count) {
        return new Stalls(0, 0, 0, 0, 0, count, 0, AgeHistogram.EMPTY);
    }

    private static MinuteFixture minute(EndpointFixture endpoint) {
        return new MinuteFixture().endpoint(endpoint);
    }

    private static Signal only(MinuteFixture minute) {
        List<Signal> signals = Rules.evaluate(minute.build(), Thresholds.defaults());
        assertThat(signals).hasSize(1);
        return signals.getFirst();
    }

    private static List<RuleName> rules(MinuteFixture minute) {
        return Rules.evaluate(minute.build(), Thresholds.defaults()).stream()
                .map(Signal::rule)
                .toList();
    }
}
