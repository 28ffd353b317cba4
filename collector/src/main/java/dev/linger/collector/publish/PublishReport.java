// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.publish;

import java.time.Duration;

/**
 * How sending goes.
 *
 * @param acknowledged records that Kafka has acknowledged
 * @param sinceAcknowledged time since the last of them, or since the start
 * @param waitingBytes bytes that wait, in memory and in the spool
 * @param droppedMemoryFull records dropped because there is no spool and memory is full
 * @param droppedSpoolFull records dropped because the spool reached its bound
 * @param droppedSpoolFailed records dropped because the spool could not be written
 * @param refused records that Kafka will never take: too large
 * @param problem what keeps records from being sent now; empty where nothing does
 */
public record PublishReport(
        long acknowledged,
        Duration sinceAcknowledged,
        long waitingBytes,
        long droppedMemoryFull,
        long droppedSpoolFull,
        long droppedSpoolFailed,
        long refused,
        String problem) {
    /** Records dropped, for whatever reason. Each is a gap in the sequence that readers see. */
    public long dropped() {
        return droppedMemoryFull + droppedSpoolFull + droppedSpoolFailed;
    }
}
