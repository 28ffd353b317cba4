// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.topic.DeadLetter;
import dev.linger.storage.copy.Column;
import dev.linger.storage.copy.Stage;
import dev.linger.storage.copy.UnstorableValueException;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** dead_letter: a refused record is written once, however often it is refused. */
public final class DeadLetterTable {
    private static final Stage<Row> DEAD_LETTER =
            new Stage<>(
                    "dead_letter",
                    List.of(
                            Column.text("topic", row -> row.letter().topic()),
                            Column.integer("kafka_partition", row -> row.letter().partition()),
                            Column.bigint("kafka_offset", row -> row.letter().offset()),
                            Column.text("reader", row -> row.letter().reader()),
                            Column.instant("record_at", row -> row.letter().recordTimestamp()),
                            Column.text("reason", row -> row.letter().reason().name()),
                            Column.text("detail", row -> printable(row.letter().detail())),
                            Column.bytes("key_bytes", row -> decode(row.letter().keyBase64())),
                            Column.bytes("value_bytes", row -> decode(row.letter().valueBase64())),
                            Column.instant("arrived_at", Row::arrivedAt)));

    private DeadLetterTable() {}

    /** Writes dead letters that arrived at {@code now}, within the connection's transaction. */
    public static void write(Connection connection, Collection<DeadLetter> arrived, Instant now)
            throws SQLException {
        DEAD_LETTER.fill(connection, arrived.stream().map(letter -> new Row(letter, now)).toList());
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into dead_letter (%1$s)
                    select %1$s from %2$s order by topic, kafka_partition, kafka_offset
                    on conflict do nothing
                    """
                            .formatted(DEAD_LETTER.columnList(), DEAD_LETTER.name()));
        }
    }

    private static byte @Nullable [] decode(@Nullable String base64) {
        try {
            return base64 == null ? null : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new UnstorableValueException("keyBase64 or valueBase64 is not base64");
        }
    }

    /** A detail may quote the very character that made the record unstorable. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    boolean storable =
                            c != 0
                                    && !(c >= Character.MIN_SURROGATE
                                            && c <= Character.MAX_SURROGATE);
                    printable.appendCodePoint(storable ? c : 0xFFFD);
                });
        return printable.toString();
    }

    /** A dead letter and when it arrived. */
    private record Row(DeadLetter letter, Instant arrivedAt) {}
}
