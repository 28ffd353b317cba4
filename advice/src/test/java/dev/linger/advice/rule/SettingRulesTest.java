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
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Settings that someone changed, and counters of a whole network namespace. */
class SettingRulesTest {
    private static final String BUCKETS = "net.ipv4.tcp_max_tw_buckets";
    private static final String HASH = "net.ipv4.tcp_ehash_entries";

    @Test
    void shouldFindATableThatIsSmallAndFull() {
        // S8: limit 50, 200 closes.
        MinuteFixture small = closing().sysctl(BUCKETS, "50").sysctl(HASH, "262144");
        assertThat(rules(small.rose("TcpExt.TCPTimeWaitOverflow", 150)))
                .containsExactlyInAnyOrder(
                        RuleName.TIME_WAIT_TABLE_FULL, RuleName.TIME_WAIT_TABLE_LOWERED);
        Signal full = only(RuleName.TIME_WAIT_TABLE_FULL, small);
        assertThat(full.severity()).isEqualTo(Severity.HIGH);
        assertThat(full.evidence())
                .contains(entry("overflows", 150L), entry("tcpMaxTwBuckets", 50L));
        assertThat(only(RuleName.TIME_WAIT_TABLE_LOWERED, small).proposals().getFirst().action())
                .startsWith("sysctl -w net.ipv4.tcp_max_tw_buckets=131072 ");
    }

    @Test
    void shouldWarnFromFourFifthsOfTheTable() {
        assertThat(rules(closing().sysctl(BUCKETS, "63"))).isEmpty();
        assertThat(only(RuleName.TIME_WAIT_TABLE_FULL, closing().sysctl(BUCKETS, "62")).severity())
                .isEqualTo(Severity.WARN);
    }

    @Test
    void shouldKnowTheKernelsOwnChoiceAlsoWhereTheHashIsShared() {
        assertThat(rules(closing().sysctl(HASH, "-262144"))).isEmpty();
        assertThat(rules(closing().sysctl(HASH, "-262144").sysctl(BUCKETS, "131071")))
                .containsExactly(RuleName.TIME_WAIT_TABLE_LOWERED);
    }

    @Test
    void shouldNotSpeakOfTimeWaitToAServiceThatHasNone() {
        MinuteFixture idle =
                new MinuteFixture()
                        .endpoint(server("10.0.0.1:80").established(5, 5, 1))
                        .sysctl(BUCKETS, "50")
                        .sysctl(HASH, "262144")
                        .sysctl("net.ipv4.tcp_fin_timeout", "5")
                        .rose("TcpExt.TCPTimeWaitOverflow", 150);
        assertThat(rules(idle)).isEmpty();
    }

    @Test
    void shouldTellThatFinTimeoutIsNoTimeWait() {
        // S26, and the trap at 61: 2.15 s were measured.
        Signal five = only(RuleName.FIN_TIMEOUT_MISUSED, closing().sysctl(FIN, "5"));
        assertThat(five.severity()).isEqualTo(Severity.WARN);
        assertThat(five.evidence())
                .contains(entry("finWait2LifeSeconds", 5L), entry("timeWaitSeconds", 60.0));
        assertThat(only(RuleName.FIN_TIMEOUT_MISUSED, closing().sysctl(FIN, "61")).evidence())
                .contains(entry("finWait2LifeSeconds", 2L));
        assertThat(only(RuleName.FIN_TIMEOUT_MISUSED, closing().sysctl(FIN, "30")).severity())
                .isEqualTo(Severity.INFO);
        assertThat(rules(closing().sysctl(FIN, "60"))).isEmpty();
    }

    @Test
    void shouldDemandTheEndOfTwRecycle() {
        assertThat(rules(closing().sysctl("net.ipv4.tcp_tw_recycle", "0"))).isEmpty();
        assertThat(
                        only(
                                        RuleName.TW_RECYCLE_CONFIGURED,
                                        closing().sysctl("net.ipv4.tcp_tw_recycle", "1"))
                                .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void shouldCountResetsOnlyAgainstTheServicesOwnConnections() {
        // S25: one connection, one reset.
        MinuteFixture one = new MinuteFixture().endpoint(client("10.0.0.2:1").opened(1));
        assertThat(only(RuleName.ABORTIVE_CLOSE, one.rose("TcpExt.TCPAbortOnData", 1)).severity())
                .isEqualTo(Severity.INFO);
        MinuteFixture many = new MinuteFixture().endpoint(client("10.0.0.2:1").opened(1000));
        assertThat(rules(many.rose("TcpExt.TCPAbortOnData", 499))).isEmpty();
        assertThat(
                        only(RuleName.ABORTIVE_CLOSE, many.rose("TcpExt.TCPAbortOnData", 600))
                                .severity())
                .isEqualTo(Severity.WARN);
    }

    @Test
    void shouldCountResetsAgainstConnectionsThatWereHeldBefore() {
        // S25 as the lab runs it: 20 held, then closed with a reset.
        MinuteFixture held =
                new MinuteFixture().endpoint(client("10.0.0.2:1").with(TcpState.ESTABLISHED, 20));
        assertThat(rules(held.rose("TcpExt.TCPAbortOnData", 9))).isEmpty();
        assertThat(rules(held.rose("TcpExt.TCPAbortOnData", 20)))
                .containsExactly(RuleName.ABORTIVE_CLOSE);
    }

    @Test
    void shouldNeverBeMoreThanInfoAboutUnreadData() {
        MinuteFixture many = new MinuteFixture().endpoint(client("10.0.0.2:1").opened(100));
        assertThat(
                        only(
                                        RuleName.CLOSE_WITH_UNREAD_DATA,
                                        many.rose("TcpExt.TCPAbortOnClose", 100))
                                .severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void shouldWarnOfAServerThatIgnoresResets() {
        EndpointFixture closing = server("10.0.0.1:80").with(TcpState.TIME_WAIT, 1).closed(1);
        Signal signal =
                only(
                        RuleName.RFC1337_STALL,
                        new MinuteFixture().endpoint(closing).sysctl("net.ipv4.tcp_rfc1337", "1"));
        assertThat(signal.severity()).isEqualTo(Severity.WARN);
        // Measured 66.8 s.
        assertThat(signal.evidence()).contains(entry("stallSeconds", 67L));
        assertThat(rules(new MinuteFixture().endpoint(closing))).isEmpty();
        assertThat(rules(new MinuteFixture().endpoint(closing).rose("TcpExt.PAWSTimewait", 6)))
                .containsExactly(RuleName.RFC1337_STALL);
    }

    private static final String FIN = "net.ipv4.tcp_fin_timeout";

    /** 50 TIME_WAIT of 28,232 ports. */
    private static MinuteFixture closing() {
        return new MinuteFixture()
                .endpoint(client("10.0.0.2:9000").ports(0, 50, 28_232, 1).closed(50));
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
