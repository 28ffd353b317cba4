// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.minute.HostKernel;
import dev.linger.streams.finding.ServiceFindings;
import dev.linger.streams.host.HostLabels;
import dev.linger.streams.host.HostPresenceSerde;
import dev.linger.streams.merge.SourceReportSerde;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

import java.util.Map;

/**
 * The stores, all in memory. What is written once per snapshot is cached, so that only its state at
 * each commit goes to the changelog.
 */
final class PipelineStores {
    private static final Map<String, String> CHANGELOG = Map.of();

    private PipelineStores() {}

    static void addTo(StreamsBuilder builder) {
        builder.addStateStore(
                        logged(
                                PipelineNames.HOST_KERNELS_STORE,
                                Serdes.String(),
                                new JsonSerde<>(HostKernel.class)))
                .addStateStore(
                        logged(
                                PipelineNames.HOST_PRESENCE_STORE,
                                Serdes.String(),
                                new HostPresenceSerde()))
                .addStateStore(
                        logged(PipelineNames.MOVED_SNAPSHOTS_STORE, Serdes.Long(), Serdes.Long()))
                .addStateStore(
                        logged(PipelineNames.SOURCE_POSITION_STORE, Serdes.String(), Serdes.Long())
                                .withCachingEnabled())
                .addStateStore(
                        logged(
                                PipelineNames.HOST_LABELS_STORE,
                                Serdes.String(),
                                new JsonSerde<>(HostLabels.Labels.class)))
                .addStateStore(
                        logged(PipelineNames.FLEET_FACTS_STORE, Serdes.Bytes(), Serdes.ByteArray()))
                .addStateStore(
                        logged(
                                PipelineNames.FLEET_PROGRESS_STORE,
                                Serdes.Integer(),
                                new SourceReportSerde()))
                .addStateStore(
                        logged(
                                PipelineNames.CLOSED_PARTIALS_STORE,
                                Serdes.Bytes(),
                                Serdes.ByteArray()))
                .addStateStore(
                        store(
                                        PipelineNames.RUNNING_PARTIALS_STORE,
                                        Serdes.Bytes(),
                                        Serdes.ByteArray())
                                .withLoggingDisabled())
                .addStateStore(
                        logged(
                                PipelineNames.PROGRESS_STORE,
                                Serdes.Integer(),
                                new SourceReportSerde()))
                .addStateStore(
                        logged(
                                PipelineNames.FINDINGS_STORE,
                                Serdes.String(),
                                new JsonSerde<>(ServiceFindings.class)));
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> logged(
            String name, Serde<K> keys, Serde<V> values) {
        return store(name, keys, values).withLoggingEnabled(CHANGELOG);
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(
            String name, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values);
    }
}
