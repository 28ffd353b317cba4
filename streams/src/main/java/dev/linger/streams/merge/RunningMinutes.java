// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.model.minute.ServiceMinute;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** Reads the store of running partials from outside the topology. */
public final class RunningMinutes {
    private static final int MINUTES = 6;

    private RunningMinutes() {}

    /**
     * The newest running minute of a service; absent where none of the last five minutes, or of the
     * next, has it.
     *
     * @param now the minute that runs by the clock
     * @param maxEndpoints endpoints to list by name
     */
    public static @Nullable ServiceMinute newest(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            String service,
            Instant now,
            int maxEndpoints) {
        Instant minute = now.plus(Duration.ofMinutes(1));
        for (int back = 0; back <= MINUTES; back++) {
            ServiceMinute found =
                    ServiceParts.of(store, minute, service).build(false, maxEndpoints);
            if (found != null) {
                return found;
            }
            minute = minute.minus(Duration.ofMinutes(1));
        }
        return null;
    }
}
