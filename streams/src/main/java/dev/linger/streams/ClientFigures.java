// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

import java.util.stream.DoubleStream;

/** What Kafka's own metrics say of this instance: how far it is behind, how often tasks moved. */
final class ClientFigures {
    private static final String FETCH = "consumer-fetch-manager-metrics";
    private static final String COORDINATOR = "consumer-coordinator-metrics";
    private static final String THREAD = "stream-thread-metrics";

    private ClientFigures() {}

    /** The largest lag of any partition, snapshots and internal topics alike, in records. */
    static long lagRecords(KafkaStreams streams) {
        return Math.round(values(streams, FETCH, "records-lag", true).reduce(0, Math::max));
    }

    /** Records processed by the threads that run now. */
    static long processed(KafkaStreams streams) {
        return Math.round(values(streams, THREAD, "process-total", false).sum());
    }

    /** Rebalances that this instance took part in. */
    static long rebalances(KafkaStreams streams) {
        return Math.round(values(streams, COORDINATOR, "rebalance-total", true).sum());
    }

    private static DoubleStream values(
            KafkaStreams streams, String group, String name, boolean ofConsumer) {
        return streams.metrics().values().stream()
                .filter(metric ->
                        metric.metricName().name().equals(name)
                                && metric.metricName().group().equals(group)
                                && !(ofConsumer && isRestorer(metric)))
                .map(Metric::metricValue)
                .filter(value -> value instanceof Double number && !number.isNaN())
                .mapToDouble(value -> (Double) value);
    }

    private static boolean isRestorer(Metric metric) {
        return metric.metricName().tags().getOrDefault("client-id", "").contains("restore");
    }
}
