// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.read;

import dev.linger.model.topic.DeadLetter;

import org.jspecify.annotations.Nullable;

/**
 * What the source makes of a record: the use of one endpoint, or the reason why the record cannot
 * be used. Exactly one is present.
 *
 * @param minute a use
 * @param refused a record for the dead letters
 */
public record Reading(@Nullable PortMinute minute, @Nullable DeadLetter refused) {
    static Reading of(PortMinute minute) {
        return new Reading(minute, null);
    }

    static Reading of(DeadLetter refused) {
        return new Reading(null, refused);
    }

    /** Event time: the end of the minute; a refused record says nothing about time. */
    public long timestampMillis() {
        return minute == null ? Long.MIN_VALUE : minute.endMillis();
    }
}
