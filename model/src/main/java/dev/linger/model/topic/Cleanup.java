// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.topic;

import java.time.Duration;

/** What a broker does with old records of a topic. */
public sealed interface Cleanup {
    /** Deletes records older than {@code retention}. */
    record Delete(Duration retention) implements Cleanup {}

    /** Keeps the latest record of each key. */
    record Compact() implements Cleanup {}
}
