// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.read;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What is known of the fleet, and how. */
public sealed interface Reading {
    /** When it was read, or tried to. */
    Instant at();

    /**
     * The database answers and holds no minute yet.
     *
     * @param at when it was read
     */
    record Waiting(Instant at) implements Reading {}

    /**
     * The database answered.
     *
     * @param at when it was read
     * @param situation what it holds
     * @param version grows whenever the situation changed; unique within this process
     */
    record Seen(Instant at, Situation situation, long version) implements Reading {}

    /**
     * The database does not answer.
     *
     * @param at when it was tried
     * @param since when it was first found away
     * @param reason a sentence
     * @param last what it held when it last answered; absent if it never did
     */
    record Away(Instant at, Instant since, String reason, @Nullable Seen last) implements Reading {}
}
