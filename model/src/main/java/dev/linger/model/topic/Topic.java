// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.topic;

import dev.linger.model.json.JsonCodec;

/**
 * A topic, declared once. Keys are UTF-8 strings.
 *
 * @param name the topic's name on the broker
 * @param keyMeaning what the key is
 * @param partitionedBy what decides the partition, where that is not the key
 * @param codec JSON form of the value
 * @param partitions partitions when Linger creates it; topics that are joined share the number
 * @param cleanup what becomes of old records
 * @param timestamps whose clock stamps its records
 * @param writer the module that writes it
 * @param <V> the value
 */
public record Topic<V>(
        String name,
        String keyMeaning,
        String partitionedBy,
        JsonCodec<V> codec,
        int partitions,
        Cleanup cleanup,
        TimestampType timestamps,
        String writer) {}
