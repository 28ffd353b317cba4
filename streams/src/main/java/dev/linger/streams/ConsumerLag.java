// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

import java.util.Map;

/** How far this instance is behind the ends of the partitions it reads. */
final class ConsumerLag {
    private static final String LAG = "records-lag";
    private static final String GROUP = "consumer-fetch-manager-metrics";

    private ConsumerLag() {}

    /** The largest lag of any partition, snapshots and internal topics alike, in records. */
    static Map<String, Object> of(KafkaStreams streams) {
        double largest = 0;
        for (Metric metric : streams.metrics().values()) {
            boolean isLag =
                    metric.metricName().name().equals(LAG)
                            && metric.metricName().group().equals(GROUP)
                            && !metric.metricName()
                                    .tags()
                                    .getOrDefault("client-id", "")
                                    .contains("restore");
            if (isLag && metric.metricValue() instanceof Double lag && lag > largest) {
                largest = lag;
            }
        }
        return Map.of("lagRecords", Math.round(largest));
    }
}
