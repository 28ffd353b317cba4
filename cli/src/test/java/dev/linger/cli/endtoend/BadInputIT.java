// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.linger.lab.testbed.Await;
import dev.linger.model.json.Json;
import dev.linger.model.minute.MinuteAccumulator;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records that nobody can use, on the real topics of a running pipeline: each ends as a dead letter
 * with its raw bytes and the reason, and everything else goes on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * A view of a running minute leaves when a service looks different, and one snapshot more of
     * the same does not: the last of them would be counted when the minute is over, which can take
     * longer than the limit. This has every change leave.
     */
    private static final String EVERY_CHANGE = "rules.open-after-minutes";

    private static final int GOOD_SNAPSHOTS = 20;
    private static final String GOOD_HOST = "good-host";
    private static final String GOOD_SERVICE = "good-service";

    private final InstantSource clock = InstantSource.system();
    private RunningPipeline pipeline;
    private Rows rows;
    private KafkaProducer<String, byte[]> producer;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        pipeline = RunningPipeline.start(directory, Map.of(EVERY_CHANGE, "0"));
        rows = pipeline.rows();
        producer =
                new KafkaProducer<>(
                        new HashMap<>(pipeline.kafka()),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    @AfterAll
    void close() {
        if (producer != null) {
            producer.close();
        }
        if (rows != null) {
            rows.close();
        }
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @Test
    void shouldKeepEveryBadRecordAndGoOnWithTheRest() throws Exception {
        Map<String, byte[]> badSnapshots = bad(snapshot(0), "host");
        Map<String, byte[]> badMinutes = bad(serviceMinute(), "service");
        long sequence = 0;
        for (byte[] value : badSnapshots.values()) {
            sendGood(sequence++);
            send(Topics.SOCKET_SNAPSHOTS.name(), GOOD_HOST, value);
        }
        for (byte[] value : badMinutes.values()) {
            sendGood(sequence++);
            send(Topics.SERVICE_MINUTES.name(), GOOD_SERVICE, value);
        }
        while (sequence < GOOD_SNAPSHOTS) {
            sendGood(sequence++);
        }

        assertDeadLetters(Topics.SOCKET_SNAPSHOTS.name(), badSnapshots);
        assertDeadLetters(Topics.SERVICE_MINUTES.name(), badMinutes);
        Await.until(
                "every good snapshot is counted",
                LIMIT,
                () ->
                        rows.number(
                                        "SELECT sum(snapshots) FROM service_minute"
                                                + " WHERE service = ?",
                                        GOOD_SERVICE)
                                == GOOD_SNAPSHOTS);
        assertThat(pipeline.parts())
                .allSatisfy(part -> assertThat(part.health().healthy()).as(part.name()).isTrue());
        assertThat(pipeline.parts())
                .filteredOn(part -> part.name().equals("stream") || part.name().equals("sink"))
                .allSatisfy(part ->
                        assertThat(part.health().details().toString())
                                .as("dead letters are counted by %s", part.name())
                                .containsIgnoringCase("dead"));
    }

    private void assertDeadLetters(String topic, Map<String, byte[]> bad) {
        bad.forEach((name, value) -> {
            String reason = name.split("/", 2)[0];
            List<List<Object>> found =
                    Await.value(
                            "the record '" + name + "' of " + topic + " is a dead letter",
                            LIMIT,
                            () ->
                                    rows.of(
                                            "SELECT DISTINCT reason FROM dead_letter"
                                                    + " WHERE topic = ?"
                                                    + " AND value_bytes = ?",
                                            topic,
                                            value),
                            letters -> !letters.isEmpty());
            assertThat(found).as(name).containsExactly(List.of(reason));
        });
    }

    /** Bad values by their expected reason, a slash and what is wrong with them. */
    private Map<String, byte[]> bad(byte[] good, String name) throws JsonProcessingException {
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("NOT_JSON/cut off", new String(good, UTF_8).substring(0, 40).getBytes(UTF_8));
        bad.put("NOT_JSON/no JSON at all", "\u0000\u0001 hello".getBytes(UTF_8));
        bad.put(
                "UNKNOWN_SCHEMA_VERSION/from the future",
                edited(good, n -> n.put("schemaVersion", 99)));
        bad.put(
                "INVALID_VALUE/a name of 10 KB",
                edited(good, n -> n.put(name, "h".repeat(10_240))));
        bad.put("INVALID_VALUE/negative counts", negative(good));
        String time = name.equals("host") ? "observedAt" : "minute";
        bad.put(
                "TIMESTAMP_OUT_OF_RANGE/a year ahead",
                edited(good, n -> n.put(time, aYearAhead().toString())));
        return bad;
    }

    private static byte[] negative(byte[] good) {
        String text = new String(good, UTF_8);
        return text.replaceFirst("\"ESTABLISHED\":[0-9]+", "\"ESTABLISHED\":-5").getBytes(UTF_8);
    }

    private Instant aYearAhead() {
        long minute = clock.instant().plus(Duration.ofDays(365)).getEpochSecond() / 60;
        return Instant.ofEpochSecond(minute * 60);
    }

    private static byte[] edited(byte[] good, java.util.function.Consumer<ObjectNode> edit)
            throws JsonProcessingException {
        try {
            ObjectNode node = (ObjectNode) Json.mapper().readTree(good);
            edit.accept(node);
            return Json.mapper().writeValueAsBytes(node);
        } catch (java.io.IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private byte[] snapshot(long sequence) {
        SocketSnapshot snapshot =
                Snapshots.of(GOOD_HOST, GOOD_SERVICE, sequence, clock.instant(), 7);
        return Topics.SOCKET_SNAPSHOTS.codec().encode(snapshot);
    }

    private byte[] serviceMinute() {
        MinuteAccumulator minute = new MinuteAccumulator(clock.instant());
        minute.add(Snapshots.of("other-host", "other-service", 0, clock.instant(), 7));
        ServiceMinute built = minute.build(true).getFirst();
        return Topics.SERVICE_MINUTES.codec().encode(built);
    }

    private void sendGood(long sequence) throws Exception {
        send(Topics.SOCKET_SNAPSHOTS.name(), GOOD_HOST, snapshot(sequence));
    }

    private RecordMetadata send(String topic, String key, byte[] value) throws Exception {
        return producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
}
