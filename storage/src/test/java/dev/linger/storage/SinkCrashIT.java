// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.broker.TestBroker;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.Topics;
import dev.linger.storage.server.PostgresCluster;
import dev.linger.storage.server.PostgresPrograms;
import dev.linger.storage.upkeep.Rollups;
import dev.linger.storage.verify.Verification;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * kill -9 of the sink, of the server process that writes for it (on which PostgreSQL ends every
 * connection and recovers from its log), and of PostgreSQL as a whole, while minutes come in.
 */
class SinkCrashIT {
    private static final int CRASHES = Integer.getInteger("linger.crashes", 6);
    private static final int SERVICES = 20;
    private static final String WRITTEN =
            "select coalesce(sum(next_offset), 0) from sink_offset where topic = '%s'"
                    .formatted(Topics.SERVICE_MINUTES.name());

    private static final String WRONG_ENDPOINT_HOURS =
            """
            select hour, service, side, endpoint
              from endpoint_hour e
              full join (select date_trunc('hour', minute, 'UTC') as hour, service, side, endpoint,
                                count(*) as minutes, sum(opened) as opened
                           from endpoint_minute group by 1, 2, 3, 4) m using (hour, service, side, endpoint)
             where (e.minutes, e.opened) is distinct from (m.minutes, m.opened)
            """;

    @TempDir Path directory;
    private long sent;
    private int minutes;

    @Test
    void shouldLoseNothingAndDoubleNothingWhenKilled() throws Exception {
        long seed = 20261121;
        Random random = new Random(seed);
        Duration clockOffset =
                Duration.between(
                        InstantSource.system().instant(), MINUTE.plus(Duration.ofHours(2)));
        try (TestBroker broker = TestBroker.start(directory.resolve("broker"));
                PostgresCluster server =
                        PostgresCluster.start(
                                PostgresPrograms.current(directory), directory.resolve("data"));
                Database database = Database.open(server.config());
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(
                                new HashMap<>(broker.clientProperties()),
                                new StringSerializer(),
                                new ByteArraySerializer())) {
            database.migrate();
            Map<String, String> settings = settings(broker, server);
            Path log = directory.resolve("sink.log");
            Process sink = SinkProcess.start(settings, clockOffset, log);
            try {
                for (int crash = 0; crash < CRASHES; crash++) {
                    long before = written(database);
                    produce(producer, random);
                    awaitWritten(database, before + 1);
                    produce(producer, random);
                    switch (crash % 3) {
                        case 0 -> {
                            sink.destroyForcibly().waitFor();
                            sink = SinkProcess.start(settings, clockOffset, log);
                        }
                        case 1 -> killBackend(database);
                        default -> {
                            server.kill();
                            server.start();
                        }
                    }
                }
                produce(producer, random);
                awaitWritten(database, sent);
            } finally {
                sink.destroyForcibly().waitFor();
            }
            new Rollups(database.dataSource()).catchUp();

            Verification.Report report =
                    new Verification(database.dataSource(), broker.clientProperties())
                            .run(Instant.EPOCH, 1);
            assertThat(report.differences()).as("seed %d", seed).isEmpty();
            assertThat(report.records()).isEqualTo(sent);
            assertThat(report.minutes()).isEqualTo((long) minutes * SERVICES);
            assertThat(Sql.rows(database, "select count(*) from service_minute"))
                    .containsExactly(Long.toString((long) minutes * SERVICES));
            assertThat(Sql.rows(database, "select sum(minutes) from service_hour"))
                    .containsExactly(Long.toString((long) minutes * SERVICES));
            assertThat(Sql.rows(database, WRONG_ENDPOINT_HOURS)).isEmpty();
            assertThat(Sql.rows(database, "select count(*) from dead_letter")).containsExactly("0");
        }
    }

    /** Ten minutes of every service, each running before it is complete. */
    private void produce(KafkaProducer<String, byte[]> producer, Random random) throws Exception {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Instant minute = MINUTE.plusSeconds(60L * minutes++);
            for (boolean complete : new boolean[] {false, true}) {
                for (int service = 0; service < SERVICES; service++) {
                    ServiceMinute value =
                            Minutes.of(
                                    "service-" + service,
                                    minute,
                                    complete,
                                    random.nextInt(1000),
                                    "10.0.0.%d:9000".formatted(random.nextInt(250)),
                                    "other");
                    acknowledgements.add(
                            producer.send(
                                    new ProducerRecord<>(
                                            Topics.SERVICE_MINUTES.name(),
                                            value.service(),
                                            Topics.SERVICE_MINUTES.codec().encode(value))));
                    sent++;
                }
            }
        }
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
    }

    private static Map<String, String> settings(TestBroker broker, PostgresCluster server) {
        return Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "kafka.session.timeout.ms", "6000",
                "storage.jdbc-url", server.config().jdbcUrl(),
                "storage.user", "postgres",
                "storage.batch-rows", "200",
                "storage.batch-wait", "50ms",
                // Thirty crashes make ten hours of minutes.
                "storage.clock-ahead", "1d");
    }

    private static void killBackend(Database database) throws SQLException {
        List<String> backends =
                Sql.rows(
                        database,
                        "select pid from pg_stat_activity where application_name = 'linger'"
                                + " and datname = current_database() and pid <> pg_backend_pid()");
        backends.stream()
                .limit(1)
                .forEach(pid ->
                        ProcessHandle.of(Long.parseLong(pid))
                                .ifPresent(ProcessHandle::destroyForcibly));
    }

    private static void awaitWritten(Database database, long records) {
        Instant deadline = InstantSource.system().instant().plusSeconds(90);
        while (written(database) < records) {
            assertThat(InstantSource.system().instant())
                    .as("%d records are written, %d are to be", written(database), records)
                    .isBefore(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** 0 while the server recovers: it will be asked again. */
    private static long written(Database database) {
        try {
            return Long.parseLong(Sql.rows(database, WRITTEN).getFirst());
        } catch (SQLException e) {
            return 0;
        }
    }
}
