// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.read;

/**
 * The worst port use of a service towards one endpoint within a complete minute.
 *
 * @param service the client-side service
 * @param endpoint the destination
 * @param minuteMillis start of the minute, ms since the epoch
 * @param utilisation used over usable ports, 0 to about 1
 * @param usablePorts usable ephemeral ports there
 * @param offset offset of the service-minute in its partition: of two records of the same service
 *     and minute the one with the larger offset supersedes the other
 */
public record PortMinute(
        String service,
        String endpoint,
        long minuteMillis,
        double utilisation,
        long usablePorts,
        long offset) {

    /** Length of a minute. */
    public static final long MINUTE_MILLIS = 60_000;

    /**
     * Service and endpoint as one text. A record would do as a key only as long as its generated
     * hash code stays the same from one JDK to the next, since Flink spreads the state by it.
     */
    public String key() {
        return service + "|" + endpoint;
    }

    /** The end of the minute, exclusive: the event time of this value. */
    public long endMillis() {
        return minuteMillis + MINUTE_MILLIS;
    }
}
