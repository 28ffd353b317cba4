// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.write;

import dev.linger.model.forecast.Forecast;
import dev.linger.model.topic.Topics;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

import java.io.Serial;
import java.nio.charset.StandardCharsets;

/**
 * A forecast as an upsert: keyed by service and endpoint, in the partition that Kafka's default
 * partitioner gives to a record keyed by the service alone. Its time is the end of its last minute.
 */
public final class ForecastWriter implements KafkaRecordSerializationSchema<Forecast> {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Forecast forecast, KafkaSinkContext context, Long timestamp) {
        String topic = Topics.FORECASTS.name();
        byte[] service = forecast.service().getBytes(StandardCharsets.UTF_8);
        int[] partitions = context.getPartitionsForTopic(topic);
        return new ProducerRecord<>(
                topic,
                partitions[Utils.toPositive(Utils.murmur2(service)) % partitions.length],
                forecast.to().toEpochMilli(),
                forecast.key().getBytes(StandardCharsets.UTF_8),
                Topics.FORECASTS.codec().encode(forecast));
    }
}
