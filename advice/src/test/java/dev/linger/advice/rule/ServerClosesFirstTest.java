// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.linger.advice.EndpointFixture;
import dev.linger.advice.MinuteFixture;
import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.Test;

import java.util.List;

class ServerClosesFirstTest {
    @Test
    void shouldSayNothingMoreThanInfoOfTwentyThousandHarmlessTimeWait() {
        List<Signal> signals = ofTimeWait(EndpointFixture.server("10.0.0.1:80"), 20_000);
        assertThat(signals).extracting(Signal::rule).containsExactly(RuleName.SERVER_CLOSES_FIRST);
        Signal signal = signals.getFirst();
        assertThat(signal.severity()).isEqualTo(Severity.INFO);
        // Measured: 243 to 256 B each.
        assertThat(signal.evidence()).contains(entry("timeWaitMemoryBytes", 5_120_000L));
        assertThat(signal.proposals().getFirst().kind()).isEqualTo(AdviceKind.LEAVE);
    }

    @Test
    void shouldBeginAtTen() {
        assertThat(ofTimeWait(EndpointFixture.server("10.0.0.1:80"), 9)).isEmpty();
        assertThat(ofTimeWait(EndpointFixture.server("10.0.0.1:80"), 10)).hasSize(1);
    }

    @Test
    void shouldNotSpeakOfClients() {
        assertThat(ofTimeWait(EndpointFixture.client("10.0.0.1:80"), 1000)).isEmpty();
    }

    private static List<Signal> ofTimeWait(EndpointFixture endpoint, long sockets) {
        return Rules.evaluate(
                new MinuteFixture().endpoint(endpoint.with(TcpState.TIME_WAIT, sockets)).build(),
                Thresholds.defaults());
    }
}
