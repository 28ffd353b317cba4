// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.backfill;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.DeadLetter;

import org.jspecify.annotations.Nullable;

/**
 * A line as the tables take it: a minute, a letter that says why it is none, or nothing (blank).
 *
 * @param line the line
 * @param minute what it says
 * @param refused why it cannot be used
 */
record ImportRow(
        CountedLines.Line line, @Nullable ServiceMinute minute, @Nullable DeadLetter refused) {
    /** Rows that it makes, about. */
    int rows() {
        return minute == null ? 1 : 1 + minute.endpoints().size() + minute.listeners().size();
    }
}
