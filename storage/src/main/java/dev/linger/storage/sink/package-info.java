// SPDX-License-Identifier: Apache-2.0
/**
 * From Kafka to the tables. {@code RecordReader} makes an {@code Arrival} of a record, a {@code
 * Batch} of arrivals is written by {@code BatchWriter} in one transaction with its offsets, and
 * {@code SinkLoop} keeps them coming.
 */
@NullMarked
package dev.linger.storage.sink;

import org.jspecify.annotations.NullMarked;
