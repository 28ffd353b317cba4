// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.backfill;

import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.DeadLetter.Reason;
import dev.linger.model.topic.Topics;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Reads lines as service-minutes.
 *
 * <p>A refused line becomes a row of dead_letter with topic {@code import:NAME}, partition 0 and
 * the line's number as its offset.
 */
final class LineDecoder {
    private static final String READER = "import";

    /** Of a line that is no minute at all, this much is enough to see what it is. */
    private static final int KEPT = 1 << 16;

    private final ImportFile file;
    private final Instant first;
    private final Instant last;

    /** Accepts minutes within {@code [now - oldest, now + ahead]}. */
    LineDecoder(ImportFile file, Instant now, Duration oldest, Duration ahead) {
        this.file = file;
        this.first = now.minus(oldest);
        this.last = now.plus(ahead);
    }

    ImportRow decode(CountedLines.Line line) {
        if (line.isBlank()) {
            return new ImportRow(line, null, null);
        }
        if (line.cut()) {
            return refused(
                    line,
                    Reason.INVALID_VALUE,
                    "the line is longer than " + CountedLines.LONGEST_LINE + " bytes");
        }
        try {
            ServiceMinute minute = Topics.SERVICE_MINUTES.codec().decode(line.bytes());
            if (minute.minute().isBefore(first) || minute.minute().isAfter(last)) {
                return refused(
                        line,
                        Reason.TIMESTAMP_OUT_OF_RANGE,
                        "minute is %s; %s to %s are kept (storage.retention.service-minutes)"
                                .formatted(minute.minute(), first, last));
            }
            return new ImportRow(line, minute, null);
        } catch (MalformedRecordException e) {
            return refused(line, e.reason(), e.detail());
        }
    }

    /** The same line, refused for a reason that the database gave. */
    ImportRow refusedByDatabase(ImportRow row, @Nullable String why) {
        return refused(row.line(), Reason.REFUSED_BY_DATABASE, String.valueOf(why));
    }

    private ImportRow refused(CountedLines.Line line, Reason reason, String detail) {
        return new ImportRow(
                line,
                null,
                DeadLetter.of(
                        topic(file),
                        0,
                        line.number(),
                        file.modifiedAt().toEpochMilli(),
                        READER,
                        reason,
                        detail,
                        null,
                        Arrays.copyOf(line.bytes(), Math.min(KEPT, line.bytes().length))));
    }

    /** What dead_letter calls the file. */
    static String topic(ImportFile file) {
        return "import:" + file.name() + (file.id() == null ? "" : "#" + file.id().substring(0, 8));
    }
}
