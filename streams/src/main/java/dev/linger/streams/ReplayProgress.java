// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How far a replay is.
 *
 * @param read snapshots read so far; more than there are where some were read again after a failure
 * @param snapshots snapshots in all
 * @param minute the latest minute that is complete; absent before the first
 */
public record ReplayProgress(long read, long snapshots, @Nullable Instant minute) {}
