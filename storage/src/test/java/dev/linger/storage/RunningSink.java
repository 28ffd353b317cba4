// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.broker.TestBroker;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.part.Health;
import dev.linger.model.settings.Settings;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A sink between a broker and a database, and what a test does with it. */
public final class RunningSink implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final TestBroker broker;
    private final SinkPart sink;

    /** Starts one. */
    public RunningSink(TestBroker broker, DatabaseConfig database) {
        this.broker = broker;
        Map<String, String> values = new HashMap<>();
        values.put("kafka.bootstrap.servers", broker.bootstrapServers());
        values.put("kafka.session.timeout.ms", "6000");
        values.put("storage.jdbc-url", database.jdbcUrl());
        values.put("storage.user", database.user());
        values.put("storage.batch-wait", "50ms");
        this.sink =
                new SinkPart(
                        StorageConfig.from(Settings.of(values, StorageConfig.SETTINGS)), clock());
        sink.start();
    }

    private static InstantSource clock() {
        InstantSource system = InstantSource.system();
        return InstantSource.offset(
                system, Duration.between(system.instant(), MINUTE.plusSeconds(70)));
    }

    /** Sends a complete minute of services {@code [from, to)}. */
    public void send(int from, int to) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        new HashMap<>(broker.clientProperties()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
            for (int i = from; i < to; i++) {
                ServiceMinute minute =
                        Minutes.of("service-" + i, MINUTE, true, "10.0.0.2:9000", "other");
                acknowledgements.add(
                        producer.send(
                                new ProducerRecord<>(
                                        Topics.SERVICE_MINUTES.name(),
                                        minute.service(),
                                        Topics.SERVICE_MINUTES.codec().encode(minute))));
            }
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        }
    }

    /** What it says of itself. */
    public Health health() {
        return sink.health();
    }

    /** Waits until it says so. */
    public void awaitHealth(Predicate<Health> wanted) {
        Instant deadline = InstantSource.system().instant().plus(PATIENCE);
        while (!wanted.test(sink.health())) {
            assertThat(InstantSource.system().instant()).as("%s", sink.health()).isBefore(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Waits until every one of so many services has its rows, and none twice. */
    public static void awaitServices(Database database, int services) {
        await(database, "select count(*) from service_minute", Integer.toString(services));
        await(database, "select count(*) from endpoint_minute", Integer.toString(2 * services));
        await(database, "select count(*) from dead_letter", "0");
    }

    /** Waits until a query has one row, this one; the server may be away meanwhile. */
    public static void await(Database database, String sql, String expected) {
        Instant deadline = InstantSource.system().instant().plus(PATIENCE);
        String answer = "";
        while (!answer.equals(expected)) {
            assertThat(InstantSource.system().instant())
                    .as("%s: %s", sql, answer)
                    .isBefore(deadline);
            LockSupport.parkNanos(20_000_000);
            try {
                answer = String.join("\n", Sql.rows(database, sql));
            } catch (SQLException e) {
                answer = e.toString();
            }
        }
    }

    /** The records it has written. */
    public long records() {
        return (long) sink.health().details().getOrDefault("records_total", 0L);
    }

    @Override
    public void close() {
        sink.close();
    }
}
