// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.backfill;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * How far a file is, as import_progress has it.
 *
 * @param nextOffset first byte that is not in the tables yet
 * @param nextLine its line
 * @param minutes minutes written
 * @param refused lines refused
 * @param finished whether the end was reached
 */
public record Progress(
        long nextOffset, long nextLine, long minutes, long refused, boolean finished) {
    static final Progress NONE = new Progress(0, 1, 0, 0, false);

    private static final String TAKE =
            """
            insert into import_progress
            values (?, ?, 0, 1, 0, 0, ?, ?, false)
            on conflict (file_id) do update set file_name = excluded.file_name
            returning next_offset, next_line, minutes, refused, finished
            """;

    private static final String MOVE =
            """
            update import_progress
               set next_offset = ?, next_line = ?, minutes = ?, refused = ?, finished = ?, written_at = ?
             where file_id = ? and next_offset = ? and next_line = ?
            """;

    /** How far the file was brought; a stream always begins anew. */
    static Progress take(Connection connection, ImportFile file, Instant now) throws SQLException {
        if (file.id() == null) {
            return NONE;
        }
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setString(1, file.id());
            take.setString(2, file.name());
            take.setObject(3, now.atOffset(ZoneOffset.UTC));
            take.setObject(4, now.atOffset(ZoneOffset.UTC));
            try (ResultSet row = take.executeQuery()) {
                row.next();
                return new Progress(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getBoolean(5));
            }
        }
    }

    /**
     * Moves from here, within the transaction of the rows.
     *
     * @throws ImportFailedException if another import of the same file has moved meanwhile
     */
    void moveTo(Connection connection, @Nullable String fileId, Progress next, Instant now)
            throws SQLException, ImportFailedException {
        if (fileId == null) {
            return;
        }
        try (PreparedStatement move = connection.prepareStatement(MOVE)) {
            move.setLong(1, next.nextOffset);
            move.setLong(2, next.nextLine);
            move.setLong(3, next.minutes);
            move.setLong(4, next.refused);
            move.setBoolean(5, next.finished);
            move.setObject(6, now.atOffset(ZoneOffset.UTC));
            move.setString(7, fileId);
            move.setLong(8, nextOffset);
            move.setLong(9, nextLine);
            if (move.executeUpdate() == 0) {
                throw new ImportFailedException(
                        "another import of the same file is at work; wait until it has ended",
                        null);
            }
        }
    }

    Progress after(CountedLines.Line line, long moreMinutes, long moreRefused) {
        return new Progress(
                line.end(), line.number() + 1, minutes + moreMinutes, refused + moreRefused, false);
    }

    Progress atTheEnd() {
        return new Progress(nextOffset, nextLine, minutes, refused, true);
    }
}
