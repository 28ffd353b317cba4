// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.finding.Advice;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Finding;
import dev.linger.model.finding.FindingStatus;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.forecast.ComputedBy;
import dev.linger.model.forecast.Forecast;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;
import dev.linger.storage.Database;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;
import dev.linger.storage.table.DayPartitions;
import dev.linger.storage.table.MinuteTables;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class BatchWriterTest {
    private static final InstantSource CLOCK = InstantSource.fixed(MINUTE.plusSeconds(70));
    private static final Uuid TOPIC_ID = Uuid.randomUuid();

    private final RecordReader reader =
            new RecordReader(Duration.ofDays(30), Duration.ofDays(14), Duration.ofHours(1), CLOCK);
    private final Map<String, Long> ends = new HashMap<>();
    private final List<Batch> written = new ArrayList<>();
    private final Offsets offsets = new Offsets();
    private Database database;
    private BatchWriter writer;

    @BeforeEach
    void open() throws SQLException {
        database = PostgresServer.migratedDatabase();
        writer = writer(offsets);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldWriteEveryNumberIntoItsColumn() throws Exception {
        write(minute(Minutes.of("billing", MINUTE, true, "10.0.0.2:9000")));

        String numbers =
                """
                established_mean, closing_mean, established_peak, closing_peak, peak_host,
                keepalive_armed, keepalive_unarmed, keepalive_unknown, keepalive_probing,
                idle_sockets[1], idle_unarmed_sockets[9], close_wait_age_sockets[9],
                retransmitting, receive_queue_bytes, send_queue_bytes, active_closes, opened,
                port_host, port_source_address, ports_used, ports_time_wait, ports_usable,
                port_active_closes_per_second, round(port_utilisation::numeric, 6), rtt_us,
                owned_by_cgroup, owned_by_executable, owned_by_unknown
                """;
        String expected =
                "100|110|120|130|host-2|111|112|113|114|200|308|408|115|116|117|140|141"
                        + "|host-1|10.0.0.1|150|151|28232|5.5|0.005313|160|170|0|171";
        assertThat(sql("select " + numbers + " from service_minute")).containsExactly(expected);
        assertThat(sql("select " + numbers + " from endpoint_minute")).containsExactly(expected);
        assertThat(
                        sql(
                                "select minute, service, complete, hosts, snapshots, coverage_ms from service_minute"))
                .containsExactly("2026-11-21 10:17:00+00|billing|t|3|18|180000");
        assertThat(sql("select side, endpoint, hosts from endpoint_minute"))
                .containsExactly("client|10.0.0.2:9000|2");
        assertThat(
                        sql(
                                "select endpoint, host, accept_queue_peak, backlog, snapshots, full_snapshots from listener_minute"))
                .containsExactly("0.0.0.0:8080|host-1|129|128|18|4");
        assertThat(
                        sql(
                                "select service, host, namespace, sysctls, counter_increases from service_kernel"))
                .containsExactly(
                        "billing|host-1|4026531840|{\"net.ipv4.tcp_tw_reuse\": \"2\"}|{\"TcpExt.ListenOverflows\": 7}");
    }

    @Test
    void shouldReplaceARunningMinuteWithItsEndpoints() throws Exception {
        write(minute(Minutes.of("billing", MINUTE, false, 1, "10.0.0.2:9000", "10.0.0.3:9000")));
        write(minute(Minutes.of("billing", MINUTE, true, 2, "10.0.0.3:9000", "other")));

        assertThat(sql("select complete, established_mean from service_minute"))
                .containsExactly("t|2");
        assertThat(sql("select endpoint, established_mean from endpoint_minute order by 1"))
                .containsExactly("10.0.0.3:9000|2", "other|2");
    }

    @Test
    void shouldLeaveACompleteMinuteWhenARunningOneComesAgain() throws Exception {
        write(
                minute(Minutes.of("billing", MINUTE, true, 2, "10.0.0.3:9000")),
                minute(Minutes.of("billing", MINUTE, false, 1, "10.0.0.2:9000")));
        write(minute(Minutes.of("billing", MINUTE, false, 1, "10.0.0.2:9000")));

        assertThat(sql("select complete, established_mean from service_minute"))
                .containsExactly("t|2");
        assertThat(sql("select endpoint from endpoint_minute")).containsExactly("10.0.0.3:9000");
    }

    @Test
    void shouldMakeThePartitionsOfDaysThatItHasNotSeen() throws Exception {
        write(
                minute(Minutes.of("billing", MINUTE, true, "10.0.0.2:9000")),
                minute(Minutes.of("billing", MINUTE.minus(Duration.ofDays(3)), true, "other")));

        assertThat(
                        sql(
                                "select tableoid::regclass, count(*) from service_minute_fresh group by 1 order by min(minute)"))
                .containsExactly(
                        "service_minute_fresh_20261118|1", "service_minute_fresh_20261121|1");
    }

    @Test
    void shouldMoveTheOffsetWithTheRowsAndRefuseAStaleSink() throws Exception {
        Offsets stale = new Offsets();
        take(stale, Topics.SERVICE_MINUTES);
        write(minute(Minutes.of("billing", MINUTE, true)));

        assertThat(sql("select topic, kafka_partition, next_offset from sink_offset"))
                .containsExactly("linger.service-minutes|0|1");
        Batch same = new Batch(List.of(arrival(Topics.SERVICE_MINUTES, 0, new byte[0])));
        assertThatThrownBy(() -> writer(stale).write(same)).isInstanceOf(FencedException.class);
        assertThat(sql("select count(*) from dead_letter")).containsExactly("0");
    }

    @Test
    void shouldStartATopicThatWasMadeAnewFromItsBeginning() throws Exception {
        write(minute(Minutes.of("billing", MINUTE, true)));

        TopicPartition partition = new TopicPartition(Topics.SERVICE_MINUTES.name(), 0);
        try (Connection connection = database.dataSource().getConnection()) {
            Instant now = CLOCK.instant();
            assertThat(new Offsets().take(connection, partition, TOPIC_ID, now)).isEqualTo(1);
            assertThat(new Offsets().take(connection, partition, Uuid.randomUuid(), now)).isZero();
        }
    }

    @Test
    void shouldFindTheOneBadRecordOfABatchAndWriteTheRest() throws Exception {
        List<Sent> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            records.add(minute(Minutes.of("service-" + i, MINUTE, true)));
        }
        records.set(23, finding(Severity.WARN, FindingStatus.OPEN, MINUTE, "a\u0000b"));
        records.set(31, minute(Minutes.of("huge", MINUTE, true, 3_000_000_000L)));

        write(records.toArray(Sent[]::new));

        assertThat(sql("select count(*) from service_minute")).containsExactly("38");
        assertThat(
                        sql(
                                "select topic, kafka_offset, reason, detail from dead_letter order by topic"))
                .satisfiesExactly(
                        nul ->
                                assertThat(nul)
                                        .startsWith("linger.findings|0|REFUSED_BY_DATABASE")
                                        .contains("SQLSTATE 22P05"),
                        huge ->
                                assertThat(huge)
                                        .startsWith("linger.service-minutes|30|REFUSED_BY_DATABASE")
                                        .contains("established_mean is 3000000000"));
        assertThat(sql("select topic, next_offset from sink_offset order by 1"))
                .containsExactly("linger.findings|1", "linger.service-minutes|39");
        assertThat(written.stream().mapToInt(it -> it.arrivals().size()).sum()).isEqualTo(40);
    }

    @Test
    void shouldKeepRawBytesOfWhatIsNotARecord() throws Exception {
        write(
                new Sent(Topics.SERVICE_MINUTES, "{\"not json"),
                minute(Minutes.of("old", MINUTE.minus(Duration.ofDays(365)), true)));

        assertThat(
                        sql(
                                "select reason, reader, convert_from(value_bytes, 'UTF8') from dead_letter where kafka_offset = 0"))
                .containsExactly("NOT_JSON|storage|{\"not json");
        assertThat(sql("select reason from dead_letter where kafka_offset = 1"))
                .containsExactly("TIMESTAMP_OUT_OF_RANGE");
        assertThat(sql("select count(*) from service_minute")).containsExactly("0");
    }

    @Test
    void shouldKeepEachChangeOfAFindingOnceAndItsLatestState() throws Exception {
        Sent opened = finding(Severity.WARN, FindingStatus.OPEN, MINUTE, "x");
        Sent ongoing = finding(Severity.WARN, FindingStatus.ONGOING, MINUTE.plusSeconds(60), "x");
        Sent same = finding(Severity.WARN, FindingStatus.ONGOING, MINUTE.plusSeconds(120), "x");
        Sent worse = finding(Severity.HIGH, FindingStatus.ONGOING, MINUTE.plusSeconds(180), "x");
        Sent gone = finding(Severity.HIGH, FindingStatus.RESOLVED, MINUTE.plusSeconds(240), "x");
        write(opened, ongoing, same);
        write(worse, gone);
        write(opened, ongoing, same, worse);

        assertThat(
                        sql(
                                "select severity, status, observed_at, resolved_at, hosts, evidence from finding"))
                .containsExactly(
                        "high|resolved|2026-11-21 10:21:00+00|2026-11-21 10:21:00+00|{host-1}|{\"note\": \"x\"}");
        assertThat(
                        sql(
                                "select severity, status, changed_at::time from finding_history order by changed_at"))
                .containsExactly(
                        "warn|open|10:17:00",
                        "warn|ongoing|10:18:00",
                        "high|ongoing|10:20:00",
                        "high|resolved|10:21:00");
    }

    @Test
    void shouldReplaceProposalsButNotByOlderAdvice() throws Exception {
        write(advice(MINUTE, "first", "second"));
        write(advice(MINUTE.plusSeconds(60), "third"));
        write(advice(MINUTE, "first", "second"));

        assertThat(sql("select position, kind, action, expected from advice"))
                .containsExactly("1|KERNEL|third|{\"ports\": 5}");
    }

    @Test
    void shouldKeepOneForecastForEachRangeAndRun() throws Exception {
        write(forecast(0.4, ComputedBy.STREAM), forecast(0.5, ComputedBy.STREAM));
        write(forecast(0.5, ComputedBy.BATCH), forecast(0.5, ComputedBy.STREAM));

        assertThat(
                        sql(
                                "select service, endpoint, computed_by, utilisation_last, seconds_to_cliff, seconds_to_exhaustion from forecast order by 3"))
                .containsExactly(
                        "billing|10.0.0.2:9000|batch|0.5|0|null",
                        "billing|10.0.0.2:9000|stream|0.5|0|null");
    }

    private record Sent(Topic<?> topic, String json) {}

    private static <V> Sent sent(Topic<V> topic, V value) {
        return new Sent(topic, new String(topic.codec().encode(value), StandardCharsets.UTF_8));
    }

    private static Sent minute(ServiceMinute minute) {
        return sent(Topics.SERVICE_MINUTES, minute);
    }

    private static Sent finding(
            Severity severity, FindingStatus status, Instant observedAt, String note) {
        Finding finding =
                new Finding(
                        Finding.SCHEMA_VERSION,
                        Finding.id(RuleName.CLOSE_WAIT_LEAK, "billing", Side.CLIENT, "x:1"),
                        RuleName.CLOSE_WAIT_LEAK,
                        severity,
                        status,
                        "billing",
                        Side.CLIENT,
                        "x:1",
                        List.of("host-1"),
                        MINUTE,
                        observedAt,
                        status == FindingStatus.RESOLVED ? observedAt : null,
                        Map.of("note", note));
        return sent(Topics.FINDINGS, finding);
    }

    private static Sent advice(Instant observedAt, String... actions) {
        Advice advice =
                new Advice(
                        Advice.SCHEMA_VERSION,
                        "id",
                        RuleName.CLOSE_WAIT_LEAK,
                        "billing",
                        observedAt,
                        List.of(actions).stream()
                                .map(it ->
                                        new Proposal(
                                                AdviceKind.KERNEL,
                                                it,
                                                Map.of("ports", 5),
                                                "risk",
                                                "verify",
                                                "undo"))
                                .toList());
        return sent(Topics.ADVICE, advice);
    }

    private static Sent forecast(double utilisation, ComputedBy computedBy) {
        Forecast forecast =
                new Forecast(
                        Forecast.SCHEMA_VERSION,
                        "billing",
                        "10.0.0.2:9000",
                        computedBy,
                        MINUTE.minusSeconds(3600),
                        MINUTE,
                        60,
                        600,
                        utilisation,
                        0.6,
                        0.5,
                        0.01,
                        0L,
                        null);
        return sent(Topics.FORECASTS, forecast);
    }

    private void write(Sent... records) throws Exception {
        List<Arrival> arrivals = new ArrayList<>();
        for (Sent record : records) {
            take(offsets, record.topic());
            long offset = ends.merge(record.topic().name(), 1L, Long::sum) - 1;
            arrivals.add(
                    arrival(
                            record.topic(),
                            offset,
                            record.json().getBytes(StandardCharsets.UTF_8)));
        }
        writer.write(new Batch(arrivals));
    }

    private Arrival arrival(Topic<?> topic, long offset, byte @Nullable [] value) {
        return reader.read(new ConsumerRecord<>(topic.name(), 0, offset, null, value));
    }

    private void take(Offsets sink, Topic<?> topic) throws SQLException {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        if (!sink.holds(partition)) {
            try (Connection connection = database.dataSource().getConnection()) {
                sink.take(connection, partition, TOPIC_ID, CLOCK.instant());
            }
        }
    }

    private List<String> sql(String query) throws SQLException {
        return Sql.rows(database, query);
    }

    private BatchWriter writer(Offsets sink) {
        return new BatchWriter(
                database.dataSource(),
                sink,
                new DayPartitions(MinuteTables.partitioned()),
                CLOCK,
                written::add);
    }
}
