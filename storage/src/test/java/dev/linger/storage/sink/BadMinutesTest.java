// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.Topics;
import dev.linger.storage.Database;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;
import dev.linger.storage.table.DayPartitions;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Minutes that are wrong, come beside others, or find their tables changed. */
class BadMinutesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(MINUTE.plusSeconds(70));

    private final RecordReader reader =
            new RecordReader(Duration.ofDays(30), Duration.ofDays(14), Duration.ofHours(1), CLOCK);
    private final Database database = PostgresServer.migratedDatabase();
    private final Offsets offsets = new Offsets();
    private final BatchWriter writer =
            new BatchWriter(
                    database.dataSource(), offsets, DayPartitions.ofAll(), CLOCK, batch -> {});
    private long offset;

    @BeforeEach
    void takePartition() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            offsets.take(
                    connection,
                    new TopicPartition(Topics.SERVICE_MINUTES.name(), 0),
                    Uuid.randomUuid(),
                    CLOCK.instant());
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldRefuseBytesThatAreNotUtf8AndAMinuteOf1970() throws Exception {
        byte[] invalid =
                Topics.SERVICE_MINUTES.codec().encode(Minutes.of("bill_ng", MINUTE, true)).clone();
        for (int i = 0; i < invalid.length; i++) {
            invalid[i] = invalid[i] == '_' ? (byte) 0xff : invalid[i];
        }
        write(invalid, minute(Minutes.of("old", Instant.ofEpochSecond(60), true)));

        assertThat(sql("select kafka_offset, reason from dead_letter order by 1"))
                .containsExactly("0|NOT_JSON", "1|TIMESTAMP_OUT_OF_RANGE");
        assertThat(sql("select value_bytes from dead_letter where kafka_offset = 0"))
                .first()
                .asString()
                .contains("62696c6cff6e67");
        assertThat(sql("select count(*) from day_partition")).containsExactly("0");
    }

    @Test
    void shouldRefuseAMinuteThatHasAnEndpointTwice() throws Exception {
        write(
                minute(Minutes.of("billing", MINUTE, true, "a:1", "b:1", "a:1")),
                minute(Minutes.of("search", MINUTE, true, "a:1")));

        assertThat(sql("select service from service_minute")).containsExactly("search");
        assertThat(sql("select kafka_offset, reason, detail from dead_letter"))
                .singleElement()
                .asString()
                .startsWith("0|REFUSED_BY_DATABASE|SQLSTATE 21000");
    }

    @Test
    void shouldMakeAPartitionAgainThatSomebodyDropped() throws Exception {
        write(minute(Minutes.of("billing", MINUTE, true, "a:1")));
        sql("drop table service_minute_fresh_20261121, endpoint_minute_fresh_20261121");
        write(minute(Minutes.of("search", MINUTE, true, "a:1")));

        assertThat(sql("select service from service_minute")).containsExactly("search");
        assertThat(sql("select service from endpoint_minute")).containsExactly("search");
        assertThat(sql("select count(*) from dead_letter")).containsExactly("0");
    }

    @Test
    void shouldAppendNewMinutesBesideThoseThatItReplaces() throws Exception {
        write(minute(Minutes.of("billing", MINUTE, false, 1, "a:1")));
        write(
                minute(Minutes.of("billing", MINUTE, true, 2, "b:1")),
                minute(Minutes.of("fresh", MINUTE, true, 3, "c:1")));

        assertThat(sql("select service, complete, established_mean from service_minute order by 1"))
                .containsExactly("billing|t|2", "fresh|t|3");
        assertThat(sql("select service, endpoint from endpoint_minute order by 1"))
                .containsExactly("billing|b:1", "fresh|c:1");
        assertThat(sql("select service from rollup_mark order by 1"))
                .containsExactly("billing", "fresh");
    }

    private static byte[] minute(ServiceMinute minute) {
        return Topics.SERVICE_MINUTES.codec().encode(minute);
    }

    private void write(byte[]... values) throws Exception {
        List<Arrival> arrivals = new ArrayList<>();
        for (byte[] value : values) {
            arrivals.add(
                    reader.read(
                            new ConsumerRecord<>(
                                    Topics.SERVICE_MINUTES.name(), 0, offset++, null, value)));
        }
        writer.write(new Batch(arrivals));
    }

    private List<String> sql(String query) throws SQLException {
        return Sql.rows(database, query);
    }
}
