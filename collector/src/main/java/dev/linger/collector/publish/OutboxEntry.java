// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.publish;

/**
 * A record that waits to be sent.
 *
 * @param topicCode which topic, as {@link Outbox} numbers them
 * @param value the encoded value
 * @param segment file of the spool that holds it; -1 in memory
 * @param end offset behind it in that file; in memory, its number
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer that nobody compares
record OutboxEntry(byte topicCode, byte[] value, long segment, long end) {
    /** The segment of an entry in memory. */
    static final long IN_MEMORY = -1;
}
