// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.minute.HostMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.streams.merge.RunningMinutes;
import dev.linger.streams.merge.ServicePartition;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The present state of a service, from the store of the task that merges it: on this instance, or
 * on another, which is then named.
 */
final class ServiceLookup {
    /** What was found. */
    sealed interface Found {
        /** The newest running minute as known now. */
        record Here(ServiceMinute minute) implements Found {}

        /** Another instance has it, reachable at {@code host:port}. */
        record Elsewhere(String instance) implements Found {}

        /** No running minute has the service. */
        record Nowhere() implements Found {}

        /** The task is on its way to an instance, or on one that has not said where it is. */
        record NotNow() implements Found {}
    }

    private final StreamsConfig config;
    private final KafkaStreams streams;
    private final int partitions;

    ServiceLookup(StreamsConfig config, KafkaStreams streams, int partitions) {
        this.config = config;
        this.streams = streams;
        this.partitions = partitions;
    }

    /**
     * Looks a service up.
     *
     * @param now by whose minute the search begins
     */
    Found find(String service, Instant now) {
        try {
            KeyQueryMetadata where =
                    streams.queryMetadataForKey(
                            PipelineNames.RUNNING_PARTIALS_STORE,
                            service,
                            (topic, key, value, count) ->
                                    Optional.of(Set.of(ServicePartition.of(key, count))));
            HostInfo active = where.activeHost();
            if (active.equals(HostInfo.unavailable()) && !config.applicationServer().isEmpty()) {
                return new Found.NotNow();
            }
            String instance = active.host() + ":" + active.port();
            if (!config.applicationServer().isEmpty()
                    && !instance.equals(config.applicationServer())) {
                return new Found.Elsewhere(instance);
            }
            return here(service, now);
        } catch (InvalidStateStoreException | IllegalStateException _) {
            return new Found.NotNow();
        }
    }

    private Found here(String service, Instant now) {
        ReadOnlyKeyValueStore<Bytes, byte[]> store =
                streams.store(
                        StoreQueryParameters.fromNameAndType(
                                        PipelineNames.RUNNING_PARTIALS_STORE,
                                        QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                                .withPartition(ServicePartition.of(service, partitions)));
        @Nullable ServiceMinute minute =
                RunningMinutes.newest(
                        store, service, HostMinute.minuteOf(now), config.maxEndpoints());
        return minute == null ? new Found.Nowhere() : new Found.Here(minute);
    }
}
