// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.part.PartFailedException;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;
import dev.linger.streams.host.SnapshotLog;

import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The snapshots that a replay reads. They begin {@link #LEAD_IN} before the range, so that its
 * first minute is judged by what was known of hosts, clocks and kernels then; they end when every
 * minute of the range is closed.
 *
 * @param starts first offset of each partition of both topics
 * @param ends offset after the last one of each partition of the socket snapshots
 */
record ReplaySource(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
    /** The topic, with an end. */
    private record Ending(SnapshotLog log, ReplaySource source) implements SnapshotLog {
        @Override
        public void read(
                int partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> each) {
            log.read(partition, from, to, each);
        }

        @Override
        public long end(int partition) {
            return source.end(partition);
        }
    }

    /** Longer than six intervals, of which the clocks are judged, and two kernel snapshots. */
    static final Duration LEAD_IN = Duration.ofMinutes(5);

    /** After the grace: hosts whose clocks are behind, and snapshots that were late, are in. */
    private static final Duration LEAD_OUT = Duration.ofMinutes(2);

    private static final ListOffsetsOptions COMMITTED =
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    /**
     * Looks for them.
     *
     * @param grace how long after its end a minute still takes snapshots
     * @throws PartFailedException if the topic holds none of the range
     */
    static ReplaySource find(KafkaAdmin broker, ReplayRange range, Duration grace, int partitions) {
        requireSnapshots(broker, range, partitions);
        Instant begin = range.from().minus(LEAD_IN);
        Map<TopicPartition, Long> starts =
                new HashMap<>(at(broker, Topics.SOCKET_SNAPSHOTS, partitions, begin));
        starts.putAll(at(broker, Topics.KERNEL_SNAPSHOTS, partitions, begin));
        return new ReplaySource(
                starts,
                at(
                        broker,
                        Topics.SOCKET_SNAPSHOTS,
                        partitions,
                        range.to().plus(grace).plus(LEAD_OUT)));
    }

    private static void requireSnapshots(KafkaAdmin broker, ReplayRange range, int partitions) {
        long first =
                times(broker, partitions, OffsetSpec.forTimestamp(range.from().toEpochMilli()))
                        .min()
                        .orElse(Long.MAX_VALUE);
        if (first < range.to().toEpochMilli()) {
            return;
        }
        String name = Topics.SOCKET_SNAPSHOTS.name();
        LongStream oldest = times(broker, partitions, OffsetSpec.forTimestamp(0));
        LongStream newest = times(broker, partitions, OffsetSpec.maxTimestamp());
        String reach =
                oldest.boxed()
                        .min(Long::compare)
                        .map(millis ->
                                "its snapshots reach from %s to %s"
                                        .formatted(
                                                Instant.ofEpochMilli(millis),
                                                Instant.ofEpochMilli(newest.max().orElse(millis))))
                        .orElse("it is empty");
        throw new PartFailedException(
                "%s holds no snapshot between %s and %s; %s"
                        .formatted(name, range.from(), range.to(), reach),
                null);
    }

    private static LongStream times(KafkaAdmin broker, int partitions, OffsetSpec wanted) {
        return list(broker, Topics.SOCKET_SNAPSHOTS, partitions, wanted).values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .filter(millis -> millis >= 0);
    }

    /** The first offset at or after a time; the end where nothing is that late. */
    private static Map<TopicPartition, Long> at(
            KafkaAdmin broker, Topic<?> topic, int partitions, Instant time) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        list(broker, topic, partitions, OffsetSpec.latest())
                .forEach((partition, last) -> offsets.put(partition, last.offset()));
        list(broker, topic, partitions, OffsetSpec.forTimestamp(time.toEpochMilli()))
                .forEach((partition, found) -> {
                    if (found.offset() >= 0) {
                        offsets.put(partition, found.offset());
                    }
                });
        return offsets;
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> list(
            KafkaAdmin broker, Topic<?> topic, int partitions, OffsetSpec wanted) {
        Map<TopicPartition, OffsetSpec> question =
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                        .collect(Collectors.toMap(partition -> partition, partition -> wanted));
        return broker.ask(
                "list offsets of " + topic.name(),
                admin -> admin.listOffsets(question, COMMITTED).all());
    }

    /** Snapshots in all. */
    long snapshots() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - start(end.getKey())))
                .sum();
    }

    /** Where a group begins that reads them. */
    Map<TopicPartition, OffsetAndMetadata> startOffsets() {
        return starts.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                start -> new OffsetAndMetadata(start.getValue())));
    }

    /** The topic as a replay sees it: with an end, 0 where a partition has nothing to read. */
    SnapshotLog ending(SnapshotLog log) {
        return new Ending(log, this);
    }

    private long start(TopicPartition partition) {
        return starts.getOrDefault(partition, 0L);
    }

    private long end(int number) {
        TopicPartition partition = new TopicPartition(Topics.SOCKET_SNAPSHOTS.name(), number);
        long end = ends.getOrDefault(partition, 0L);
        return end > start(partition) ? end : 0;
    }
}
