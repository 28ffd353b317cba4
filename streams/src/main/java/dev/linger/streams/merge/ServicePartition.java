// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/** Where everything about a service goes: the partition that Kafka's default gives its name. */
public final class ServicePartition {
    private ServicePartition() {}

    /** The partition of a service among {@code partitions}. */
    public static int of(String service, int partitions) {
        return Utils.toPositive(Utils.murmur2(service.getBytes(UTF_8))) % partitions;
    }
}
