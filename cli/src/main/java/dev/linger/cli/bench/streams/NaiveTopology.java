// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;

import dev.linger.model.json.Json;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.topic.Topics;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;

/**
 * The peer: what one writes first. Each group becomes a record by service and endpoint, is
 * repartitioned and added up in a window of a minute, all as JSON, with Kafka Streams' defaults and
 * exactly once.
 */
final class NaiveTopology implements Contestant.Reader {
    private static final int STATES = 11;

    /** Sums of one service and endpoint in a minute: fewer than a service-minute has. */
    record Sums(List<Long> states, List<Long> idle, long activeCloses, long opened, long groups) {
        static final Sums NONE =
                new Sums(
                        java.util.Collections.nCopies(STATES, 0L),
                        AgeHistogram.EMPTY.counts(),
                        0,
                        0,
                        0);

        Sums plus(SocketGroup group) {
            long[] more = group.states().toArray();
            Long[] states = new Long[STATES];
            for (int i = 0; i < STATES; i++) {
                states[i] = this.states.get(i) + more[i + 1];
            }
            Long[] idle = new Long[AgeHistogram.BUCKETS];
            for (int i = 0; i < AgeHistogram.BUCKETS; i++) {
                idle[i] = this.idle.get(i) + group.idle().counts().get(i);
            }
            return new Sums(
                    List.of(states),
                    List.of(idle),
                    activeCloses + group.activeCloses(),
                    opened + group.opened(),
                    groups + 1);
        }
    }

    private final LongAdder snapshotsRead = new LongAdder();
    private final String bootstrapServers;
    private final Path home;
    private @Nullable KafkaStreams streams;

    NaiveTopology(String bootstrapServers, Path home) {
        this.bootstrapServers = bootstrapServers;
        this.home = home;
    }

    @Override
    public void begin(double snapshotsPerSecond) throws InterruptedException {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        Topics.SOCKET_SNAPSHOTS.name(),
                        Consumed.with(Serdes.String(), json(SocketSnapshot.class)))
                .flatMap((host, snapshot) -> {
                    snapshotsRead.increment();
                    return snapshot.groups().stream()
                            .map(group ->
                                    KeyValue.pair(group.service() + "|" + group.endpoint(), group))
                            .toList();
                })
                .groupByKey(Grouped.with("naive", Serdes.String(), json(SocketGroup.class)))
                .windowedBy(
                        TimeWindows.ofSizeAndGrace(Duration.ofMinutes(1), Duration.ofMinutes(10)))
                .aggregate(
                        () -> Sums.NONE,
                        (key, group, sums) -> sums.plus(group),
                        Materialized.with(Serdes.String(), json(Sums.class)));
        Properties settings = new Properties();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "naive");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, home.resolve("naive").toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        KafkaStreams started = new KafkaStreams(builder.build(), settings);
        streams = started;
        started.start();
        Progress.await(() -> started.state() == KafkaStreams.State.RUNNING);
        started.pause();
    }

    private static <V> Serde<V> json(Class<V> type) {
        ObjectReader reader = Json.mapper().readerFor(type);
        ObjectWriter writer = Json.mapper().writerFor(type);
        return Serdes.serdeFrom(
                (topic, value) -> {
                    try {
                        return writer.writeValueAsBytes(value);
                    } catch (IOException e) {
                        throw new SerializationException(e);
                    }
                },
                (topic, bytes) -> {
                    try {
                        return reader.readValue(bytes);
                    } catch (IOException e) {
                        throw new SerializationException(e);
                    }
                });
    }

    @Override
    public long readUpTo(long snapshots) throws InterruptedException {
        KafkaStreams running = streams;
        if (running == null) {
            throw new IllegalStateException("read before begin");
        }
        running.resume();
        Progress.await(() -> snapshotsRead.sum() >= snapshots);
        running.pause();
        return snapshotsRead.sum();
    }

    @Override
    public void close() {
        KafkaStreams running = streams;
        if (running != null) {
            running.close(
                    CloseOptions.groupMembershipOperation(
                                    CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(Duration.ofSeconds(10)));
        }
    }
}
