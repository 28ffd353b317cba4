// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.linger.model.tcp.Side;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

/** Each formula against what was measured on Linux 6.18 (HZ=250). */
class FormulasTest {
    @Test
    void f1ShouldPredictTimeWaitOfASteadyRate() {
        assertThat(TimeWait.sockets(19.73)).isCloseTo(1184, within(1.0));
    }

    @Test
    void f2ShouldCountUsablePorts() {
        assertThat(EphemeralPorts.usable(1000, 100, 0)).isEqualTo(900);
        assertThat(EphemeralPorts.usable(300, 0, 50)).isEqualTo(250);
    }

    @Test
    void f3ShouldMultiplyByDestinations() {
        // Measured 4000 to 4010; 1000 with bind before connect.
        assertThat(EphemeralPorts.tuples(1000, 1, 4)).isEqualTo(4000);
        assertThat(EphemeralPorts.tuplesBoundFirst(1000, 1)).isEqualTo(1000);
    }

    @Test
    void f4ShouldPredictTheSustainableRate() {
        assertThat(EphemeralPorts.sustainablePerSecond(200, 0)).isCloseTo(3.36, withPercentage(3));
        assertThat(EphemeralPorts.sustainablePerSecond(28_232, 0)).isCloseTo(470, within(1.0));
    }

    @Test
    void f5ShouldPredictTheRateWithReuse() {
        assertThat(EphemeralPorts.sustainablePerSecondWithReuse(200, 0, 1.0))
                .isCloseTo(201.9, withPercentage(3));
        assertThat(EphemeralPorts.sustainablePerSecondWithReuse(200, 0, 0.2))
                .isCloseTo(910, withPercentage(12));
    }

    @Test
    void f6ShouldPredictThePlateauOfReuse() {
        assertThat(TimeWait.socketsWithReuse(77, 200, 1.0)).isEqualTo(100);
        assertThat(TimeWait.socketsWithReuse(1, 200, 1.0)).isEqualTo(60);
    }

    @Test
    void f7ShouldPredictTheExhaustion() {
        assertThat(EphemeralPorts.secondsToExhaustion(200, 0, 0, 8.88).orElseThrow())
                .isCloseTo(22.5, within(0.1));
        assertThat(EphemeralPorts.secondsToExhaustion(200, 0, 0, 3.3)).isEmpty();
        assertThat(EphemeralPorts.secondsToExhaustion(200, 0, 200, 0).orElseThrow()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1000,500", "10000,5000", "28232,14159"})
    void f8ShouldPredictTheCliff(long usable, double firstPortOfTheOtherParity) {
        double seconds = EphemeralPorts.secondsToCliff(usable, 0, 0, 1000).orElseThrow();
        assertThat(seconds * 1000).isCloseTo(firstPortOfTheOtherParity, withPercentage(0.5));
    }

    @ParameterizedTest
    @CsvSource({"1000,98", "10000,800", "10000,960", "28232,5300"})
    void f9ShouldBracketTheCostPastTheCliff(long usable, double measuredMicros) {
        assertThat(measuredMicros)
                .isBetween(
                        ConnectCost.pastCliffMicrosLow(usable),
                        ConnectCost.pastCliffMicrosHigh(usable));
    }

    @ParameterizedTest
    @CsvSource({"1000,250", "10000,1850", "28232,8500"})
    void f9ShouldBoundTheCostOfAFailure(long usable, double measuredMicros) {
        assertThat(measuredMicros).isLessThan(ConnectCost.failingMicrosHigh(usable));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,2.1",
        "3,1,3,6.1",
        "10,2,5,20.3",
        "20,5,3,37.3",
        "60,10,3,91.6",
        "120,10,3,151"
    })
    void f10ShouldPredictTheDetection(long idle, long interval, long probes, double measured) {
        assertThat(seconds(DeadPeer.keepAlive(s(idle), s(interval), probes)))
                .isCloseTo(measured, within(Math.max(2.5, 0.05 * measured)));
    }

    @ParameterizedTest
    @CsvSource({"2000,4.1", "4500,5.1", "15000,15.5"})
    void f11ShouldReplaceTheProbesByTheUserTimeout(long userTimeoutMillis, double measured) {
        Duration detection =
                DeadPeer.keepAliveWithUserTimeout(s(3), s(1), Duration.ofMillis(userTimeoutMillis));
        assertThat(seconds(detection)).isCloseTo(measured, within(0.6));
    }

    @ParameterizedTest
    @CsvSource({"15,924.6,938.8", "8,102.2,107.5"})
    void f12ShouldBoundDataInFlight(long retries2, double predicted, double measured) {
        assertThat(DeadPeer.dataInFlightSeconds(retries2)).isCloseTo(predicted, within(0.05));
        assertThat(measured).isBetween(predicted, predicted * 1.06);
    }

    @Test
    void f13ShouldLimitDataInFlightByTheUserTimeout() {
        // Measured 5.65 s.
        assertThat(DeadPeer.dataInFlight(s(5))).isEqualTo(s(5));
    }

    @Test
    void f14ShouldBoundAnUnacknowledgedClose() {
        assertThat(CloseTimeout.UNACKNOWLEDGED_SECONDS).isCloseTo(107.3, withPercentage(5));
    }

    @ParameterizedTest
    @CsvSource({"4,6,133.8", "0,6,129.7"})
    void f15ShouldPredictTheConnectTimeout(long linear, long retries, double measured) {
        assertThat((double) ConnectTimeout.seconds(linear, retries))
                .isCloseTo(measured, withPercentage(2.5));
    }

    @ParameterizedTest
    @CsvSource({
        "5,5.2",
        "20,22.3",
        "60,60.8",
        "61,2.15",
        "65,10.3",
        "70,20.9",
        "90,62.9",
        "120,122.8"
    })
    void f16ShouldPredictTheLifeOfFinWait2(long finTimeout, double measured) {
        assertThat((double) CloseTimeout.finWait2Seconds(finTimeout))
                .isCloseTo(measured, within(3.0));
    }

    @Test
    void f17ShouldPredictTheMemoryOfTimeWait() {
        assertThat((double) SocketMemory.timeWaitBytes(1, Side.CLIENT))
                .isCloseTo(507, withPercentage(1));
        assertThat((double) SocketMemory.timeWaitBytes(1, Side.SERVER))
                .isCloseTo(243, withPercentage(6));
    }

    @Test
    void f18ShouldPredictTheMemoryOfAnIdleConnection() {
        assertThat((double) SocketMemory.establishedBytes(1)).isCloseTo(3961, withPercentage(0.1));
    }

    @Test
    void f19ShouldCountAcceptSlots() {
        assertThat(AcceptQueue.slots(4, 4096)).isEqualTo(5);
        assertThat(AcceptQueue.slots(500, 10)).isEqualTo(11);
        assertThat(AcceptQueue.isFull(5, 4)).isTrue();
        assertThat(AcceptQueue.isFull(4, 4)).isFalse();
    }

    @Test
    void f20ShouldPredictTheStallOfARejectedSyn() {
        assertThat((double) ConnectTimeout.stallSeconds(4)).isCloseTo(66.8, withPercentage(2));
    }

    @Test
    void f21ShouldTellWhatSurvivesAMiddlebox() {
        assertThat(DeadPeer.survivesMiddlebox(s(2), Duration.ZERO, s(4))).isTrue();
        assertThat(DeadPeer.survivesMiddlebox(s(6), Duration.ZERO, s(4))).isFalse();
    }

    @Test
    void f22ShouldBeTheDefaults() {
        assertThat(DeadPeer.DEFAULT_DETECTION).isEqualTo(s(7875));
    }

    @Test
    void littlesLawShouldSizeAPool() {
        assertThat(LittlesLaw.inUse(200, 0.02)).isEqualTo(4);
        assertThat(LittlesLaw.poolSize(4)).isEqualTo(10);
        assertThat(LittlesLaw.poolSize(0)).isEqualTo(1);
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
