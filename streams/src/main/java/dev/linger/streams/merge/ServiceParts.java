// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.model.minute.ServiceEnds;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.ServiceMinuteBuilder;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What is stored of one service and minute: partials of sources, answers of joins. */
final class ServiceParts {
    /** The number of the first join's answer; smaller ones are those of sources. */
    static final int ANSWERS = 1 << 20;

    private final String service;
    private @Nullable ServiceMinuteBuilder builder;
    private @Nullable ServiceEnds ends;

    ServiceParts(String service) {
        this.service = service;
    }

    /**
     * Reads a service's share of a store, which another thread may be writing.
     *
     * @param store by {@link MinuteKey}
     */
    static ServiceParts of(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, Instant minute, String service) {
        ServiceParts parts = new ServiceParts(service);
        try (KeyValueIterator<Bytes, byte[]> range =
                store.range(
                        MinuteKey.of(minute, service, 0),
                        MinuteKey.of(minute, service, Integer.MAX_VALUE))) {
            range.forEachRemaining(entry -> {
                boolean deletedMeanwhile = entry.value == null;
                if (!deletedMeanwhile) {
                    parts.add(MinuteKey.number(entry.key), entry.value);
                }
            });
        }
        return parts;
    }

    String service() {
        return service;
    }

    void add(int number, byte[] bytes) {
        if (number >= ANSWERS) {
            ends = (ends == null ? new ServiceEnds() : ends).addBytes(bytes);
        } else {
            ServiceMinuteBuilder partial = ServiceMinuteBuilder.fromBytes(bytes);
            builder = builder == null ? partial : builder.merge(partial);
        }
    }

    /** The minute; absent where no source had the service. */
    @Nullable ServiceMinute build(boolean complete, int maxEndpoints) {
        if (builder == null) {
            return null;
        }
        ServiceMinute minute = builder.build(complete, maxEndpoints);
        return ends == null ? minute : ends.addTo(minute);
    }
}
