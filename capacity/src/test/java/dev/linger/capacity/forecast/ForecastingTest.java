// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.capacity.read.PortMinute;
import dev.linger.model.forecast.ComputedBy;
import dev.linger.model.forecast.Forecast;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class ForecastingTest {
    private static final Duration HORIZON = Duration.ofHours(1);
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private KeyedOneInputStreamOperatorTestHarness<String, PortMinute, Forecast> operator;

    @BeforeEach
    void open() throws Exception {
        operator = fresh();
        operator.open();
    }

    @AfterEach
    void close() throws Exception {
        operator.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PortMinute, Forecast> fresh()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new Forecasting(HORIZON, ComputedBy.STREAM)),
                PortMinute::key,
                Types.STRING);
    }

    private static PortMinute minute(int index, double utilisation, long offset) {
        return new PortMinute(
                "billing",
                "10.0.0.2:9000",
                START.plusSeconds(60L * index).toEpochMilli(),
                utilisation,
                1000,
                offset);
    }

    private void receive(PortMinute minute) throws Exception {
        operator.processElement(minute, minute.endMillis());
    }

    private void passMinute(int index) throws Exception {
        operator.processWatermark(START.plusSeconds(60L * (index + 1)).toEpochMilli() - 1);
    }

    private List<Forecast> forecasts() {
        return operator.extractOutputValues();
    }

    @Test
    void shouldForecastOnceEventTimeHasPassedTheMinute() throws Exception {
        receive(minute(0, 0.25, 1));
        assertThat(forecasts()).isEmpty();

        passMinute(0);
        assertThat(forecasts())
                .containsExactly(
                        new Forecast(
                                1,
                                "billing",
                                "10.0.0.2:9000",
                                ComputedBy.STREAM,
                                START,
                                START.plusSeconds(60),
                                1,
                                1000,
                                0.25,
                                0.25,
                                0.25,
                                0,
                                null,
                                null));
    }

    @Test
    void shouldForecastOnceForAllMinutesBetweenTwoWatermarks() throws Exception {
        for (int i = 0; i < 30; i++) {
            receive(minute(i, 0.1, i));
        }
        passMinute(29);

        assertThat(forecasts()).singleElement().extracting(Forecast::minutes).isEqualTo(30);
    }

    @Test
    void shouldForecastAgainWhenAMinuteComesLate() throws Exception {
        receive(minute(5, 0.1, 1));
        passMinute(5);
        receive(minute(3, 0.4, 2));

        assertThat(forecasts()).hasSize(2);
        assertThat(forecasts().getLast().minutes()).isEqualTo(2);
        assertThat(forecasts().getLast().utilisationPeak()).isEqualTo(0.4);
        assertThat(forecasts().getLast().utilisationLast()).isEqualTo(0.1);
    }

    @Test
    void shouldNotCountAReplayedMinuteTwice() throws Exception {
        receive(minute(0, 0.1, 1));
        receive(minute(1, 0.2, 2));
        receive(minute(0, 0.1, 1));
        receive(minute(1, 0.2, 2));
        passMinute(1);
        receive(minute(1, 0.2, 2));

        assertThat(forecasts()).singleElement().extracting(Forecast::minutes).isEqualTo(2);
    }

    @Test
    void shouldLetTheLaterRecordOfAMinuteWinInAnyOrder() throws Exception {
        receive(minute(0, 0.3, 8));
        receive(minute(0, 0.9, 7));
        passMinute(0);

        assertThat(forecasts())
                .singleElement()
                .extracting(Forecast::utilisationPeak)
                .isEqualTo(0.3);

        receive(minute(0, 0.2, 9));
        assertThat(forecasts().getLast().utilisationPeak()).isEqualTo(0.2);
    }

    @Test
    void shouldCountOnlyTheHorizonBeforeTheNewestMinute() throws Exception {
        for (int i = 0; i < 100; i++) {
            receive(minute(i, i == 39 ? 0.99 : 0.1, i));
            passMinute(i);
        }
        receive(minute(10, 0.98, 200));

        Forecast last = forecasts().getLast();
        assertThat(last.minutes()).isEqualTo(60);
        assertThat(last.from()).isEqualTo(START.plusSeconds(40 * 60));
        assertThat(last.to()).isEqualTo(START.plusSeconds(100 * 60));
        assertThat(last.utilisationPeak()).isEqualTo(0.1);
        assertThat(forecasts()).hasSize(100);
    }

    @Test
    void shouldForgetAKeyThatWasSilentForTheHorizon() throws Exception {
        receive(minute(0, 0.1, 1));
        receive(minute(7, 0.1, 2));
        passMinute(66);
        assertThat(operator.numKeyedStateEntries()).isPositive();

        passMinute(67);
        assertThat(operator.numKeyedStateEntries()).isZero();
        assertThat(operator.numEventTimeTimers()).isZero();
    }

    @Test
    void shouldHoldOneTimerForEachKeyWhenAllMinutesHavePassed() throws Exception {
        for (int i = 0; i < 50; i++) {
            receive(minute(i, 0.1, i));
            passMinute(i);
        }

        assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    }

    @Test
    void shouldGiveTheSameForecastInWhateverOrderMinutesCome() throws Exception {
        List<PortMinute> minutes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            minutes.add(minute(i, 0.1 + 0.002 * i, i));
        }
        minutes.add(minute(12, 0.8, 100));
        minutes.forEach(this::receiveUnchecked);
        passMinute(59);
        Forecast inOrder = forecasts().getLast();

        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(minutes, new Random(seed));
            operator.close();
            open();
            minutes.forEach(this::receiveUnchecked);
            passMinute(59);
            assertThat(forecasts()).as("seed %d", seed).containsExactly(inOrder);
        }
    }

    @Test
    void shouldGoOnFromACheckpoint() throws Exception {
        for (int i = 0; i < 30; i++) {
            receive(minute(i, 0.1 + 0.001 * i, i));
            passMinute(i);
        }
        OperatorSubtaskState checkpoint = operator.snapshot(1, 1);
        operator.close();
        operator = fresh();
        operator.initializeState(checkpoint);
        operator.open();
        receive(minute(29, 0.129, 29));
        receive(minute(30, 0.13, 30));
        passMinute(30);

        assertThat(forecasts()).singleElement().extracting(Forecast::minutes).isEqualTo(31);
    }

    private void receiveUnchecked(PortMinute minute) {
        try {
            receive(minute);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
