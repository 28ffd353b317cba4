// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.broker.TestBroker;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.settings.Settings;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

class SinkPartIT {
    private static final InstantSource CLOCK =
            InstantSource.offset(InstantSource.system(), clockOffset());
    private static final String MINUTES = Topics.SERVICE_MINUTES.name();

    @TempDir static Path directory;
    private static TestBroker broker;

    private final List<SinkPart> sinks = new ArrayList<>();
    private Database database;
    private DatabaseConfig config;

    private static Duration clockOffset() {
        return Duration.between(InstantSource.system().instant(), MINUTE.plusSeconds(70));
    }

    @BeforeAll
    static void startBroker() throws IOException {
        broker = TestBroker.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open() {
        broker.recreateAll();
        config = PostgresServer.emptyDatabase();
        database = Database.open(config);
    }

    @AfterEach
    void close() {
        sinks.forEach(SinkPart::close);
        database.close();
    }

    @Test
    void shouldWriteWhatComesWithinASecondOrTwoAndGoOnWhereItStopped() throws Exception {
        SinkPart first = startSink();
        send(service(1, true));
        await("select count(*) from service_minute", "1");
        assertThat(first.health().healthy()).as(first.health().toString()).isTrue();
        first.close();
        send(service(2, true));

        SinkPart second = startSink();

        await("select count(*) from service_minute", "2");
        assertThat(second.health().details()).containsEntry("records_total", 1L);
    }

    @Test
    void shouldNotSeeRecordsOfAnAbortedTransaction() throws Exception {
        startSink();
        try (var producer = producer(Map.of("transactional.id", "t"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(service(1, true))).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(record(service(2, true))).get();
            producer.commitTransaction();
        }

        await("select service from service_minute", "service-2");
    }

    @Test
    void shouldReadATopicThatWasMadeAnewFromItsBeginning() throws Exception {
        SinkPart before = startSink();
        for (int i = 0; i < 5; i++) {
            send(service(i, true));
        }
        await("select count(*) from service_minute", "5");
        before.close();
        broker.recreate(Topics.SERVICE_MINUTES);
        send(service(7, true));

        startSink();

        await("select count(*) from service_minute where service = 'service-7'", "1");
    }

    @Test
    void shouldShareTheWorkWithASecondSinkAndWriteEachRecordOnce() throws Exception {
        SinkPart one = startSink();
        SinkPart two = startSink();
        for (int i = 0; i < 200; i++) {
            send(service(i, true));
        }

        await("select count(*) from service_minute", "200");
        await("select sum(next_offset) from sink_offset where topic = '" + MINUTES + "'", "200");
        long records = records(one) + records(two);
        assertThat(records).isEqualTo(200);
        assertThat(records(one)).isPositive();
        assertThat(records(two)).isPositive();
    }

    @Test
    void shouldGoOnWhenTheServerEndsItsConnections() throws Exception {
        SinkPart sink = startSink();
        for (int i = 0; i < 60; i++) {
            send(service(i, false));
            if (i % 10 == 5) {
                Sql.rows(
                        database,
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where application_name = 'linger' and pid <> pg_backend_pid()");
            }
        }

        await("select count(*) from service_minute", "60");
        assertThat(records(sink)).isEqualTo(60);
    }

    private static long records(SinkPart sink) {
        return (long) sink.health().details().getOrDefault("records_total", 0L);
    }

    private static ServiceMinute service(int i, boolean complete) {
        return Minutes.of("service-" + i, MINUTE, complete, "10.0.0.2:9000", "other");
    }

    private SinkPart startSink() {
        Map<String, String> values = new HashMap<>();
        values.put("kafka.bootstrap.servers", broker.bootstrapServers());
        values.put("storage.jdbc-url", config.jdbcUrl());
        values.put("storage.user", config.user());
        values.put("storage.batch-wait", "200ms");
        SinkPart sink =
                new SinkPart(
                        StorageConfig.from(Settings.of(values, StorageConfig.SETTINGS)), CLOCK);
        sinks.add(sink);
        sink.start();
        return sink;
    }

    private static void send(ServiceMinute minute) throws Exception {
        try (var producer = producer(Map.of())) {
            producer.send(record(minute)).get();
        }
    }

    private static ProducerRecord<String, byte[]> record(ServiceMinute minute) {
        return new ProducerRecord<>(
                MINUTES, minute.service(), Topics.SERVICE_MINUTES.codec().encode(minute));
    }

    private static KafkaProducer<String, byte[]> producer(Map<String, String> more) {
        Map<String, Object> properties = new HashMap<>(broker.clientProperties());
        properties.putAll(more);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    private void await(String sql, String expected) throws SQLException {
        Instant deadline = InstantSource.system().instant().plusSeconds(20);
        List<String> answer = Sql.rows(database, sql);
        while (!answer.equals(List.of(expected))
                && InstantSource.system().instant().isBefore(deadline)) {
            LockSupport.parkNanos(20_000_000);
            answer = Sql.rows(database, sql);
        }
        assertThat(answer).containsExactly(expected);
    }
}
