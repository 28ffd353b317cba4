// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;

import dev.linger.model.json.Json;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

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
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The peer: what one writes first. Each group becomes a record, is repartitioned by service or
 * endpoint and added up in a window of a minute, all as JSON, with Kafka Streams' defaults and
 * exactly once.
 */
final class NaiveTopology implements Contestant.Reader {
    private static final TimeWindows MINUTE =
            TimeWindows.ofSizeAndGrace(Duration.ofMinutes(1), Duration.ofMinutes(10));

    private final String name;
    private final int recordsPerGroup;
    private final String bootstrapServers;
    private final Path home;
    private final FleetLoad load;
    private final Topology topology;
    private final LongAdder recordsAdded = new LongAdder();
    private long loaded;
    private @Nullable KafkaStreams streams;

    /** Adds up snapshots, and counts the records that it has added up. */
    private interface Topology {
        void build(KStream<String, SocketSnapshot> snapshots, LongAdder recordsAdded);
    }

    private NaiveTopology(
            String name,
            int recordsPerGroup,
            String bootstrapServers,
            Path home,
            FleetLoad load,
            Topology topology) {
        this.name = name;
        this.recordsPerGroup = recordsPerGroup;
        this.bootstrapServers = bootstrapServers;
        this.home = home;
        this.load = load;
        this.topology = topology;
    }

    /**
     * A part of what the pipeline does: sums of states and ages by service and endpoint, which
     * nobody gets to read.
     */
    static NaiveTopology sums(String bootstrapServers, Path home, FleetLoad load) {
        return new NaiveTopology(
                ContestantMain.NAIVE_SUMS,
                1,
                bootstrapServers,
                home,
                load,
                (snapshots, recordsAdded) ->
                        snapshots
                                .flatMap((host, snapshot) ->
                                        snapshot.groups().stream()
                                                .map(group ->
                                                        KeyValue.pair(endpointOf(group), group))
                                                .toList())
                                .groupByKey(
                                        Grouped.with(
                                                "sums", Serdes.String(), json(SocketGroup.class)))
                                .windowedBy(MINUTE)
                                .aggregate(
                                        () -> NaiveSums.NONE,
                                        (key, group, sums) -> {
                                            recordsAdded.increment();
                                            return sums.plus(group);
                                        },
                                        Materialized.with(Serdes.String(), json(NaiveSums.class))));
    }

    /**
     * What the pipeline is for: the minutes of services and of their endpoints with all numbers of
     * their sockets, published as they change. Accept queues, kernels, findings and the other ends
     * are still the pipeline's alone.
     */
    static NaiveTopology minutes(String bootstrapServers, Path home, FleetLoad load) {
        return new NaiveTopology(
                ContestantMain.NAIVE_MINUTES,
                2,
                bootstrapServers,
                home,
                load,
                (snapshots, recordsAdded) ->
                        snapshots
                                .flatMap((host, snapshot) ->
                                        snapshot.groups().stream()
                                                .map(group -> new NaiveMinute.Part(host, group))
                                                .flatMap(part ->
                                                        Stream.of(
                                                                KeyValue.pair(
                                                                        part.group().service(),
                                                                        part),
                                                                KeyValue.pair(
                                                                        endpointOf(part.group()),
                                                                        part)))
                                                .toList())
                                .groupByKey(
                                        Grouped.with(
                                                "minutes",
                                                Serdes.String(),
                                                json(NaiveMinute.Part.class)))
                                .windowedBy(MINUTE)
                                .aggregate(
                                        () -> NaiveMinute.NONE,
                                        (key, part, minute) -> {
                                            recordsAdded.increment();
                                            return minute.plus(part);
                                        },
                                        Materialized.with(Serdes.String(), json(NaiveMinute.class)))
                                .toStream((window, minute) -> window.toString())
                                .to(
                                        BenchTopics.NAIVE_MINUTES,
                                        Produced.with(Serdes.String(), json(NaiveMinute.class))));
    }

    private static String endpointOf(SocketGroup group) {
        return group.service() + "|" + group.side() + "|" + group.endpoint();
    }

    @Override
    public void begin(double snapshotsPerSecond) throws InterruptedException {
        StreamsBuilder builder = new StreamsBuilder();
        topology.build(
                builder.stream(
                        BenchTopics.snapshotsOf(name),
                        Consumed.with(Serdes.String(), json(SocketSnapshot.class))),
                recordsAdded);
        Properties settings = new Properties();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, home.toString());
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
    public void prepare(long snapshots) throws Exception {
        load.sendSockets(BenchTopics.snapshotsOf(name), loaded, snapshots);
        loaded = snapshots;
    }

    /**
     * Until all of them are added up. Stream threads take a snapshot for each record that they add
     * up, and a snapshot makes forty: of a topic that holds more than it is to read, they would
     * read on and add up almost nothing.
     */
    @Override
    public long readUpTo(long snapshots) throws InterruptedException {
        KafkaStreams running = streams;
        if (running == null) {
            throw new IllegalStateException("read before begin");
        }
        running.resume();
        long records = snapshots * BenchSize.GROUPS * recordsPerGroup;
        Progress.await(() -> recordsAdded.sum() >= records);
        running.pause();
        return snapshots;
    }

    @Override
    public void close() {
        load.close();
        KafkaStreams running = streams;
        if (running != null) {
            running.close(
                    CloseOptions.groupMembershipOperation(
                                    CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(Duration.ofSeconds(10)));
        }
    }
}
