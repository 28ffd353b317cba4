// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.linger.advice.EndpointFixture;
import dev.linger.advice.MinuteFixture;
import dev.linger.advice.kernel.PortRange;
import dev.linger.model.minute.ServiceMinute;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Objects;

class ComparisonTest {
    /** 200 ports, as in the measurements. */
    private static final Setup TWO_HUNDRED =
            new Setup(
                    new PortRange(40_000, 40_199),
                    0,
                    false,
                    1.0,
                    false,
                    1,
                    1,
                    8.88,
                    0,
                    0,
                    1,
                    KeepAliveSetup.KERNEL_DEFAULT);

    @Test
    void shouldPredictWhatWasMeasuredOn200Ports() {
        Outcome outcome = Outcome.of(TWO_HUNDRED);
        // Measured: first failure at 22.5 s, then 3.36/s.
        assertThat(Objects.requireNonNull(outcome.exhaustedInSeconds()))
                .isCloseTo(22.5, within(0.1));
        assertThat(outcome.sustainablePerSecond()).isCloseTo(3.36, within(0.03));
        assertThat(outcome.timeWaitSockets()).isEqualTo(200);
        assertThat(outcome.utilisation()).isEqualTo(1);
        assertThat(Objects.requireNonNull(outcome.cliffInSeconds())).isCloseTo(11.26, within(0.01));
    }

    @Test
    void shouldPredictReuse() {
        Setup reuse = TWO_HUNDRED.change().reuse(true).requestsPerSecond(77).build();
        Outcome outcome = Outcome.of(reuse);
        // Measured: 0 failures, 100 TIME_WAIT; 201.9/s at most.
        assertThat(outcome.timeWaitSockets()).isEqualTo(100);
        assertThat(outcome.sustainablePerSecond()).isEqualTo(200);
        assertThat(outcome.exhaustedInSeconds()).isNull();
        assertThat(outcome.cliffInSeconds()).isNull();
        Outcome shorter = Outcome.of(reuse.change().reuseDelay(Duration.ofMillis(200)).build());
        assertThat(shorter.sustainablePerSecond()).isEqualTo(1000);
        Outcome tooMuch = Outcome.of(reuse.change().requestsPerSecond(250).build());
        assertThat(Objects.requireNonNull(tooMuch.exhaustedInSeconds())).isEqualTo(0.8);
    }

    @Test
    void shouldSpreadOverSourcesAndDestinations() {
        Outcome outcome = Outcome.of(TWO_HUNDRED.change().destinations(4).build());
        assertThat(outcome.capacityConnections()).isEqualTo(800);
        assertThat(outcome.sustainablePerSecond()).isCloseTo(13.33, within(0.01));
        assertThat(outcome.exhaustedInSeconds()).isNull();
        assertThat(outcome.timeWaitSockets()).isCloseTo(532.8, within(0.01));
        assertThat(Outcome.of(TWO_HUNDRED.change().sources(2).build()).capacityConnections())
                .isEqualTo(400);
    }

    @Test
    void shouldTakeReservedPortsAway() {
        assertThat(Outcome.of(TWO_HUNDRED.change().reservedPorts(50).build()).usablePorts())
                .isEqualTo(150);
    }

    @Test
    void shouldEndTheCauseWithAPool() {
        Comparison comparison = Comparison.of(TWO_HUNDRED, TWO_HUNDRED.change().pool(10).build());
        Outcome after = comparison.afterOutcome();
        assertThat(after.closesPerSecond()).isCloseTo(0.00888, within(1e-9));
        assertThat(after.timeWaitSockets()).isCloseTo(0.53, within(0.01));
        assertThat(after.utilisation()).isCloseTo(0.053, within(0.001));
        // 10 * 3960 B against 200 * 512 B.
        assertThat(after.memoryBytes()).isEqualTo(39_600 + 512);
        assertThat(comparison.beforeOutcome().memoryBytes()).isEqualTo(102_400);
        assertThat(after.exhaustedInSeconds()).isNull();
    }

    @Test
    void shouldTakeTheCliffAndNotTheLimitAwayWithTheSocketOption() {
        Outcome outcome = Outcome.of(TWO_HUNDRED.change().localPortRangeOption(true).build());
        assertThat(outcome.cliffInSeconds()).isNull();
        assertThat(outcome.connectExtraMicros()).isZero();
        assertThat(outcome.exhaustedInSeconds()).isNotNull();
    }

    @Test
    void shouldTellHowADeadPeerIsNoticed() {
        assertThat(Outcome.of(TWO_HUNDRED).deadPeerSeconds()).isNull();
        assertThat(Outcome.of(TWO_HUNDRED).stalledWriteSeconds()).isCloseTo(924.6, within(0.05));
        KeepAliveSetup short10 =
                new KeepAliveSetup(true, Duration.ofSeconds(10), Duration.ofSeconds(2), 5, null, 8);
        Outcome armed = Outcome.of(TWO_HUNDRED.change().keepAlive(short10).build());
        // Measured 20.3 s and 107.5 s.
        assertThat(armed.deadPeerSeconds()).isEqualTo(20.0);
        assertThat(armed.stalledWriteSeconds()).isCloseTo(102.2, within(0.05));
    }

    @Test
    void shouldBeginFromTheMinute() {
        ServiceMinute minute =
                new MinuteFixture()
                        .endpoint(
                                EndpointFixture.client("10.0.0.2:9000")
                                        .ports(4, 330, 28_132, 5.5)
                                        .closed(330))
                        .build();
        Setup setup =
                Objects.requireNonNull(PresentState.of(minute, minute.endpoints().getFirst()));
        assertThat(setup.reservedPorts()).isEqualTo(100);
        assertThat(setup.usablePorts()).isEqualTo(28_132);
        assertThat(setup.requestsPerSecond()).isEqualTo(5.5);
        assertThat(setup.openConnections()).isEqualTo(4);
        assertThat(setup.reuse()).isFalse();
    }

    @Test
    void shouldGiveATableAndJson() throws Exception {
        Comparison comparison = Comparison.of(TWO_HUNDRED, TWO_HUNDRED);
        assertThat(comparison.rows())
                .hasSize(13)
                .allSatisfy(row -> {
                    assertThat(row.before()).isEqualTo(row.after());
                    assertThat(row.formula()).isNotBlank();
                });
        assertThat(new ObjectMapper().writeValueAsString(comparison.rows()))
                .contains("\"name\":\"TIME_WAIT\",\"unit\":\"sockets\",\"before\":200.0");
    }

    @Test
    void shouldRefuseNonsense() {
        assertThatThrownBy(() -> TWO_HUNDRED.change().destinations(0).build())
                .hasMessage("destinations is 0; it counts from 1");
        assertThatThrownBy(() -> TWO_HUNDRED.change().reuseDelay(Duration.ZERO).build())
                .hasMessage("reuse delay is 0.0 s; it is above 0");
    }
}
