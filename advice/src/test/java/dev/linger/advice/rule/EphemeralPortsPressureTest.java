// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import static dev.linger.advice.EndpointFixture.client;
import static dev.linger.advice.EndpointFixture.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.linger.advice.EndpointFixture;
import dev.linger.advice.MinuteFixture;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.Severity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class EphemeralPortsPressureTest {
    private static final String FAR = "10.0.0.2:9000";

    private final EphemeralPortsPressure rule = new EphemeralPortsPressure();

    @ParameterizedTest
    @CsvSource({"40,WARN", "49,WARN", "50,HIGH", "89,HIGH", "90,CRITICAL", "100,CRITICAL"})
    void shouldRiseInSeverityWithUtilisation(long used, Severity expected) {
        assertThat(only(minute(client(FAR).ports(0, used, 100, 0))).severity()).isEqualTo(expected);
    }

    @Test
    void shouldStayQuietBelowTheWarning() {
        assertThat(signals(minute(client(FAR).ports(0, 399, 1000, 0)))).isEmpty();
    }

    @Test
    void shouldNotMindManyTimeWaitThatTheRangeCarries() {
        // Measured: 19.73 closes/s on the default range hold 1184 TIME_WAIT for ever.
        assertThat(signals(minute(client(FAR).ports(0, 1184, 28_232, 19.73).closed(1184))))
                .isEmpty();
    }

    @Test
    void shouldWarnOfARateThatLeadsToTheCliff() {
        Signal signal = only(minute(client(FAR).ports(0, 3000, 10_000, 70).closed(4200)));
        assertThat(signal.severity()).isEqualTo(Severity.WARN);
        assertThat(signal.evidence())
                .contains(
                        entry("predictedUtilisation", 0.42),
                        entry("timeWaitReuse", "loopback, without effect here"))
                .doesNotContainKey("exhaustedInSeconds");
    }

    @Test
    void shouldNotExtrapolateABurst() {
        // S3: 1000 connects over 4 destinations within a second, seen for ten.
        MinuteFixture burst =
                minute(client(FAR).ports(0, 250, 1000, 25).closed(250)).coveredSeconds(10);
        assertThat(signals(burst)).isEmpty();
        assertThat(signals(burst.coveredSeconds(60))).isEmpty();
    }

    @Test
    void shouldAcceptThePlateauOfEffectiveReuse() {
        // S5: 77 closes/s on 200 ports stay at 100 TIME_WAIT.
        assertThat(signals(minute(client(FAR).ports(2, 102, 200, 77)).sysctl(REUSE, "1")))
                .isEmpty();
    }

    @Test
    void shouldSeeThatReuseIsInVainFromTimeWaitBeyondThePlateau() {
        // S6: the server has timestamps off.
        Signal signal = only(minute(client(FAR).ports(0, 200, 200, 77)).sysctl(REUSE, "1"));
        assertThat(signal.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(signal.evidence()).containsEntry("timeWaitReuse", "all, without effect here");
        assertThat(kernelActions(signal))
                .anyMatch(
                        action -> action.contains("10.0.0.2: sysctl -w net.ipv4.tcp_timestamps=1"));
    }

    @Test
    void shouldCountOpenConnectionsAlsoWithEffectiveReuse() {
        Signal signal = only(minute(client(FAR).ports(120, 20, 200, 5)).sysctl(REUSE, "1"));
        assertThat(signal.severity()).isEqualTo(Severity.HIGH);
        assertThat(signal.proposals())
                .extracting(Proposal::kind)
                .doesNotContain(AdviceKind.LONG_CONNECTIONS);
    }

    @Test
    void shouldFindReuseAtItsLimit() {
        // (N - C) / d = 200/s: at 190/s nearly every port is younger than the delay.
        assertThat(only(minute(client(FAR).ports(0, 190, 200, 190)).sysctl(REUSE, "1")).severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void shouldKnowThatTheDefaultReusesOnLoopbackOnly() {
        EndpointFixture own = client("10.0.0.1:9000").ports("10.0.0.1", 0, 100, 200, 5);
        EndpointFixture loopback = client("127.0.0.1:9000").ports("127.0.0.1", 0, 100, 200, 5);
        assertThat(signals(minute(own))).hasSize(1);
        assertThat(signals(minute(loopback))).isEmpty();
        assertThat(signals(minute(loopback).sysctl(REUSE, "0"))).hasSize(1);
    }

    @Test
    void shouldNotAssumeReuseThatItCannotSee() {
        assertThat(signals(minute(client(FAR).ports(0, 100, 200, 5)).kernelUnknown())).hasSize(1);
        assertThat(
                        signals(
                                minute(client(FAR).ports(0, 100, 200, 5))
                                        .sysctl(REUSE, "1")
                                        .without("net.ipv4.tcp_timestamps")))
                .hasSize(1);
    }

    @Test
    void shouldTellWhenPortsRunOut() {
        // Measured: 200 ports at 8.88 closes/s failed after 22.5 s.
        Signal signal = only(minute(client(FAR).ports(0, 90, 200, 8.88)));
        assertThat(signal.evidence())
                .contains(
                        entry("usedPorts", 90L),
                        entry("usablePorts", 200L),
                        entry("utilisation", 0.45),
                        entry("cliffInSeconds", 1.126),
                        entry("exhaustedInSeconds", 12.387),
                        entry("sustainablePerSecond", 3.333));
    }

    @Test
    void shouldProposeInTheOrderOfPreference() {
        Signal signal =
                only(minute(client(FAR).ports(4, 330, 600, 5.5).closed(330).rttMicros(200)));
        assertThat(signal.proposals())
                .extracting(Proposal::kind)
                .containsExactly(
                        AdviceKind.LONG_CONNECTIONS,
                        AdviceKind.KERNEL,
                        AdviceKind.KERNEL,
                        AdviceKind.APPLICATION,
                        AdviceKind.CAPACITY);
        Proposal pool = signal.proposals().getFirst();
        // Little's law: 4 in use on average, and three standard deviations of a Poisson count.
        assertThat(pool.action()).contains("keep a pool of 10").contains("keepalive 10;");
        assertThat(pool.expected())
                .contains(entry("openedPerSecond", 0.006), entry("timeWaitSockets", 0.33));
        Proposal range = signal.proposals().get(1);
        assertThat(range.action())
                .contains("sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"");
        assertThat(range.undo())
                .isEqualTo("sysctl -w net.ipv4.ip_local_port_range=\"32768 60999\"");
        Proposal reuse = signal.proposals().get(2);
        assertThat(reuse.action()).contains("sysctl -w net.ipv4.tcp_tw_reuse=1");
        assertThat(reuse.undo()).isEqualTo("sysctl -w net.ipv4.tcp_tw_reuse=2");
        assertThat(reuse.expected())
                .contains(entry("sustainablePerSecond", 596.0), entry("timeWaitSockets", 300.0));
    }

    @Test
    void shouldLeaveServersAndEndpointsWithoutPortsAlone() {
        assertThat(signals(minute(server("10.0.0.1:80").ports(0, 100, 100, 0)))).isEmpty();
        assertThat(signals(minute(client("other")))).isEmpty();
    }

    private static final String REUSE = "net.ipv4.tcp_tw_reuse";

    private static MinuteFixture minute(EndpointFixture endpoint) {
        return new MinuteFixture().endpoint(endpoint);
    }

    private List<Signal> signals(MinuteFixture minute) {
        return rule.evaluate(minute.build(), Thresholds.defaults());
    }

    private Signal only(MinuteFixture minute) {
        List<Signal> signals = signals(minute);
        assertThat(signals).hasSize(1);
        return signals.getFirst();
    }

    private static List<String> kernelActions(Signal signal) {
        return signal.proposals().stream()
                .filter(proposal -> proposal.kind() == AdviceKind.KERNEL)
                .map(Proposal::action)
                .toList();
    }
}
