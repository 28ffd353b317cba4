// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.broker;

import dev.linger.broker.TestBroker;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/** Writes service-minutes as streams does, in transactions, and reads what the job wrote. */
public final class TopicClient implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;
    private final TestBroker broker;

    public TopicClient(TestBroker broker) {
        this.broker = broker;
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "transactional.id",
                                "test-streams"),
                        new StringSerializer(),
                        new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Writes minutes in one committed transaction. */
    public void write(List<ServiceMinute> minutes) {
        producer.beginTransaction();
        minutes.forEach(this::send);
        producer.commitTransaction();
    }

    /** Writes minutes in a transaction that is aborted. */
    public void writeAborted(List<ServiceMinute> minutes) {
        producer.beginTransaction();
        minutes.forEach(this::send);
        producer.flush();
        producer.abortTransaction();
    }

    /** Writes a minute at this moment's Kafka time: the broker takes none from the future. */
    public void writeNow(ServiceMinute minute) {
        writeRaw(minute.service(), Topics.SERVICE_MINUTES.codec().encode(minute));
    }

    /** Writes bytes that need not be a service-minute. */
    public void writeRaw(String key, byte[] value) {
        producer.beginTransaction();
        send(new ProducerRecord<>(Topics.SERVICE_MINUTES.name(), key, value));
        producer.commitTransaction();
    }

    private void send(ServiceMinute minute) {
        send(
                new ProducerRecord<>(
                        Topics.SERVICE_MINUTES.name(),
                        null,
                        minute.minute().toEpochMilli(),
                        minute.service(),
                        Topics.SERVICE_MINUTES.codec().encode(minute)));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        // A send that fails makes the commit fail.
        Future<RecordMetadata> _ = producer.send(record);
    }

    /** Everything on a topic at this moment, in the order of each partition. */
    public <V> List<ConsumerRecord<String, V>> readAll(Topic<V> topic) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic.name()).stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, V>> records = new ArrayList<>();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> records.add(decoded(topic, record)));
            }
            return records;
        }
    }

    private static <V> ConsumerRecord<String, V> decoded(
            Topic<V> topic, ConsumerRecord<String, byte[]> record) {
        try {
            return new ConsumerRecord<>(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.key(),
                    topic.codec().decode(record.value()));
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
