// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.json.JsonCodec;
import dev.linger.model.json.MalformedRecordException;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A codec as a serde, for what this application writes: public values and small stores. What others
 * write is read as bytes, so that what is malformed can be refused as it was.
 *
 * @param <V> the value
 */
final class JsonSerde<V> implements Serde<V> {
    private final JsonCodec<V> codec;

    JsonSerde(JsonCodec<V> codec) {
        this.codec = codec;
    }

    JsonSerde(Class<V> type) {
        this(new JsonCodec<>(type));
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's interface is not annotated: a null is a tombstone
    public Serializer<V> serializer() {
        return (topic, value) -> value == null ? null : codec.encode(value);
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's interface is not annotated: a null is a tombstone
    public Deserializer<V> deserializer() {
        return (topic, bytes) -> bytes == null ? null : decode(topic, bytes);
    }

    private V decode(@Nullable String topic, byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (MalformedRecordException e) {
            throw new SerializationException("a record of " + topic + " is " + e.detail(), e);
        }
    }
}
