// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import static dev.linger.advice.EndpointFixture.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.linger.advice.EndpointFixture;
import dev.linger.advice.MinuteFixture;
import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;

import org.junit.jupiter.api.Test;

import java.util.List;

/** tcp_tw_reuse where it works, where it cannot, and ports that are gone. */
class ReuseRulesTest {
    private static final String FAR = "10.0.0.2:9000";
    private static final String REUSE = "net.ipv4.tcp_tw_reuse";
    private static final String RECYCLED = "TcpExt.TWRecycled";

    @Test
    void shouldCallTheScenarioOfExhaustionByBothNames() {
        // S1: 1000 of 1000.
        assertThat(rules(minute(client(FAR).ports(0, 1000, 1000, 16).closed(1000))))
                .containsExactly(
                        RuleName.EPHEMERAL_PORTS_PRESSURE, RuleName.EPHEMERAL_PORTS_EXHAUSTED);
        // S2: 550 of 1000.
        assertThat(rules(minute(client(FAR).ports(0, 550, 1000, 9).closed(550))))
                .containsExactly(RuleName.EPHEMERAL_PORTS_PRESSURE);
    }

    @Test
    void shouldBeExhaustedFrom99Percent() {
        assertThat(rules(minute(client(FAR).ports(0, 989, 1000, 0))))
                .doesNotContain(RuleName.EPHEMERAL_PORTS_EXHAUSTED);
        assertThat(rules(minute(client(FAR).ports(0, 990, 1000, 0))))
                .contains(RuleName.EPHEMERAL_PORTS_EXHAUSTED);
    }

    @Test
    void shouldExplainThePlateau() {
        // S5: 80/s on 200 ports.
        MinuteFixture plateau =
                minute(client(FAR).ports(2, 100, 200, 77).closed(4620)).sysctl(REUSE, "1");
        assertThat(rules(plateau)).isEmpty();
        Signal signal = only(RuleName.TIME_WAIT_REUSED, plateau.rose(RECYCLED, 4620));
        assertThat(signal.severity()).isEqualTo(Severity.INFO);
        assertThat(signal.evidence())
                .contains(entry("plateauSockets", 100L), entry("sustainablePerSecond", 198.0));
        assertThat(rules(plateau)).containsExactly(RuleName.TIME_WAIT_REUSED);
    }

    /** A burst of half a second has its rate; that reuse does not keep up shows in TIME_WAIT. */
    @Test
    void shouldBelieveThePlateauMoreThanABurst() {
        MinuteFixture burst = minute(client(FAR).ports(2, 100, 200, 190).closed(4620));
        assertThat(rules(burst.sysctl(REUSE, "1").rose(RECYCLED, 4620)))
                .containsExactly(RuleName.TIME_WAIT_REUSED);
        MinuteFixture above = minute(client(FAR).ports(2, 150, 200, 150).closed(9000));
        assertThat(rules(above.sysctl(REUSE, "1").rose(RECYCLED, 9000)))
                .containsExactly(RuleName.EPHEMERAL_PORTS_PRESSURE);
    }

    @Test
    void shouldBlameTheOtherEndForTimeWaitBeyondThePlateau() {
        // S6: timestamps off at the server.
        MinuteFixture full = minute(client(FAR).ports(0, 200, 200, 3).closed(200));
        full.sysctl(REUSE, "1");
        Signal signal = only(RuleName.TW_REUSE_INEFFECTIVE, full);
        assertThat(signal.severity()).isEqualTo(Severity.HIGH);
        assertThat(signal.evidence()).containsEntry("tcpTimestampsOffAt", "the other end");
        assertThat(signal.proposals().getFirst().action())
                .isEqualTo("on 10.0.0.2: sysctl -w net.ipv4.tcp_timestamps=1");
        assertThat(rules(full))
                .contains(RuleName.EPHEMERAL_PORTS_PRESSURE)
                .doesNotContain(RuleName.TIME_WAIT_REUSED);
    }

    @Test
    void shouldBlameThisEndWithoutWaitingForPressure() {
        Signal signal =
                only(
                        RuleName.TW_REUSE_INEFFECTIVE,
                        minute(client(FAR).ports(0, 5, 200, 0))
                                .sysctl(REUSE, "1")
                                .sysctl("net.ipv4.tcp_timestamps", "0"));
        assertThat(signal.severity()).isEqualTo(Severity.INFO);
        assertThat(signal.evidence()).containsEntry("tcpTimestampsOffAt", "this end");
    }

    @Test
    void shouldTellWhatTheDefaultDoesNotCountAsLoopback() {
        EndpointFixture own = client("10.0.0.1:9000").ports("10.0.0.1", 0, 100, 200, 2).closed(120);
        assertThat(rules(minute(own))).contains(RuleName.TW_REUSE_LOOPBACK_ONLY);
        assertThat(rules(minute(client(FAR).ports(0, 100, 200, 2))))
                .doesNotContain(RuleName.TW_REUSE_LOOPBACK_ONLY);
        assertThat(rules(minute(own).sysctl(REUSE, "0")))
                .doesNotContain(RuleName.TW_REUSE_LOOPBACK_ONLY);
    }

    @Test
    void shouldDistrustADelayBelowTenMilliseconds() {
        MinuteFixture closing = minute(client(FAR).ports(0, 5, 200, 0).closed(5));
        closing.sysctl(REUSE, "1");
        assertThat(rules(closing.sysctl("net.ipv4.tcp_tw_reuse_delay", "10"))).isEmpty();
        Signal signal =
                only(
                        RuleName.TW_REUSE_DELAY_UNSAFE,
                        closing.sysctl("net.ipv4.tcp_tw_reuse_delay", "9"));
        assertThat(signal.endpoint()).isEqualTo(Signal.ALL_ENDPOINTS);
        assertThat(signal.side()).isEqualTo(Side.CLIENT);
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
