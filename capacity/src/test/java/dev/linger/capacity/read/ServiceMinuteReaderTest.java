// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.read;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.capacity.Minutes;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Endpoint;
import dev.linger.model.tcp.Side;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;

import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

class ServiceMinuteReaderTest {
    private static final Instant MINUTE = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant NOW = MINUTE.plusSeconds(70);
    private static final String ENDPOINT = "10.0.0.2:9000";

    private static List<Reading> read(MinuteRange range, byte @Nullable [] value) {
        List<Reading> out = new ArrayList<>();
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(
                        Topics.SERVICE_MINUTES.name(),
                        3,
                        77,
                        MINUTE.toEpochMilli(),
                        TimestampType.CREATE_TIME,
                        -1,
                        -1,
                        "billing".getBytes(UTF_8),
                        value,
                        new RecordHeaders(),
                        Optional.empty());
        new ServiceMinuteReader(range, Duration.ofMinutes(10), () -> NOW)
                .deserialize(record, new ListCollector<>(out));
        return out;
    }

    private static List<Reading> read(ServiceMinute minute) {
        return read(
                MinuteRange.since(Instant.EPOCH), Topics.SERVICE_MINUTES.codec().encode(minute));
    }

    private static DeadLetter refused(byte @Nullable [] value) {
        List<Reading> readings = read(MinuteRange.since(Instant.EPOCH), value);
        assertThat(readings).singleElement().extracting(Reading::minute).isNull();
        return Objects.requireNonNull(readings.getFirst().refused());
    }

    @Test
    void shouldReadTheClientSideOfEachEndpoint() {
        ServiceMinute minute =
                Minutes.of(
                        "billing",
                        MINUTE,
                        true,
                        Minutes.client(ENDPOINT, 330),
                        Minutes.client("[2001:db8::1]:443", 5),
                        Minutes.endpoint(Side.SERVER, "10.0.0.1:80", null));

        assertThat(read(minute))
                .extracting(Reading::minute)
                .containsExactly(
                        new PortMinute("billing", ENDPOINT, MINUTE.toEpochMilli(), 0.33, 1000, 77),
                        new PortMinute(
                                "billing",
                                "[2001:db8::1]:443",
                                MINUTE.toEpochMilli(),
                                0.005,
                                1000,
                                77));
    }

    @Test
    void shouldTellTheEndOfTheMinuteAsEventTime() {
        Reading reading = read(Minutes.complete("billing", ENDPOINT, MINUTE, 1)).getFirst();

        assertThat(reading.timestampMillis()).isEqualTo(MINUTE.plusSeconds(60).toEpochMilli());
    }

    @Test
    void shouldSkipRunningMinutes() {
        assertThat(read(Minutes.of("billing", MINUTE, false, Minutes.client(ENDPOINT, 1))))
                .isEmpty();
    }

    @Test
    void shouldSkipFoldedEndpointsAndThoseWithoutPorts() {
        assertThat(
                        read(
                                Minutes.of(
                                        "billing",
                                        MINUTE,
                                        true,
                                        Minutes.client(Endpoint.OTHER, 9),
                                        Minutes.endpoint(Side.CLIENT, ENDPOINT, null))))
                .isEmpty();
    }

    @Test
    void shouldTakeNothingUsableAsExhausted() {
        PortPressure none = new PortPressure("web-1", 1, "10.0.0.1", 0, 0, 0, 0);
        List<Reading> readings =
                read(
                        Minutes.of(
                                "billing",
                                MINUTE,
                                true,
                                Minutes.endpoint(Side.CLIENT, ENDPOINT, none)));

        assertThat(readings)
                .singleElement()
                .extracting(Reading::minute)
                .isEqualTo(new PortMinute("billing", ENDPOINT, MINUTE.toEpochMilli(), 1, 0, 77));
    }

    @Test
    void shouldKeepToItsHalfOpenRange() {
        byte[] value =
                Topics.SERVICE_MINUTES
                        .codec()
                        .encode(Minutes.complete("billing", ENDPOINT, MINUTE, 1));

        assertThat(read(new MinuteRange(MINUTE, MINUTE.plusSeconds(60)), value)).hasSize(1);
        assertThat(read(new MinuteRange(MINUTE.minusSeconds(60), MINUTE), value)).isEmpty();
        assertThat(read(new MinuteRange(MINUTE.plusSeconds(60), NOW), value)).isEmpty();
    }

    @Test
    void shouldRefuseBytesThatAreNoServiceMinuteAndKeepThem() {
        byte[] garbage = {(byte) 0xff, 0, 1, 2};
        DeadLetter refused = refused(garbage);

        assertThat(refused.reason()).isEqualTo(DeadLetter.Reason.NOT_JSON);
        assertThat(refused.key()).isEqualTo("linger.service-minutes,3,77");
        assertThat(refused.reader()).isEqualTo("capacity");
        assertThat(Base64.getDecoder().decode(refused.valueBase64())).isEqualTo(garbage);
        assertThat(Base64.getDecoder().decode(refused.keyBase64()))
                .isEqualTo("billing".getBytes(UTF_8));
    }

    @Test
    void shouldRefuseTombstonesVersionsAndNegativeCounts() {
        String json =
                new String(
                        Topics.SERVICE_MINUTES
                                .codec()
                                .encode(Minutes.complete("billing", ENDPOINT, MINUTE, 1)),
                        UTF_8);

        assertThat(refused(null).reason()).isEqualTo(DeadLetter.Reason.NOT_JSON);
        assertThat(
                        refused(
                                json.replace("\"schemaVersion\":1", "\"schemaVersion\":2")
                                        .getBytes(UTF_8)))
                .extracting(DeadLetter::reason)
                .isEqualTo(DeadLetter.Reason.UNKNOWN_SCHEMA_VERSION);
        assertThat(refused(json.replace("\"used\":1", "\"used\":-1").getBytes(UTF_8)))
                .extracting(DeadLetter::reason)
                .isEqualTo(DeadLetter.Reason.INVALID_VALUE);
    }

    @Test
    void shouldRefuseAMinuteFromTheFuture() {
        Instant allowed = MINUTE.plus(Duration.ofMinutes(10));
        assertThat(read(Minutes.complete("billing", ENDPOINT, allowed, 1)).getFirst().minute())
                .isNotNull();

        Instant ahead = MINUTE.plus(Duration.ofDays(365));
        Reading refused = read(Minutes.complete("billing", ENDPOINT, ahead, 1)).getFirst();
        assertThat(Objects.requireNonNull(refused.refused()).reason())
                .isEqualTo(DeadLetter.Reason.TIMESTAMP_OUT_OF_RANGE);
        assertThat(refused.timestampMillis()).isEqualTo(Long.MIN_VALUE);
    }
}
