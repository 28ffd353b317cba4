// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.publish;

/**
 * How sending goes.
 *
 * @param acknowledged records that Kafka has acknowledged
 * @param waitingBytes bytes that wait, in memory and in the spool
 * @param dropped records dropped for want of room
 * @param refused records that Kafka will never take: too large
 * @param problem what keeps records from being sent now; empty where nothing does
 */
public record PublishReport(
        long acknowledged, long waitingBytes, long dropped, long refused, String problem) {}
