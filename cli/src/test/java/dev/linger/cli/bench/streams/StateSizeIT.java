// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.broker.BrokerServer;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.settings.Settings;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.StreamsCounters.Counter;
import dev.linger.streams.StreamsPart;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How large the state of a fleet is, and how long an instance that lost its state directory takes
 * to make it anew: of {@code linger.state.hosts} hosts, 100 by default, with half as many services.
 * What it measures is printed.
 */
class StateSizeIT {
    private static final BenchSize SIZE =
            new BenchSize(Integer.getInteger("linger.state.hosts", 100), 3);
    private static final List<String> STORES =
            List.of(
                    "host-kernels",
                    "host-presence",
                    "host-labels",
                    "moved-snapshots",
                    "source-position",
                    "minute-facts",
                    "facts-progress",
                    "closed-partials",
                    "source-progress",
                    "tracked-findings");

    /** What a store's changelog comes to: all its records, and the latest of each key. */
    private record Weight(long records, long keys, long bytes) {}

    @TempDir private Path home;

    @Test
    void shouldMakeItsStateAnewWithoutItsDirectory() throws Exception {
        try (BrokerServer broker = BrokerServer.start(home.resolve("broker"), 0);
                BenchTopics topics = new BenchTopics(broker.bootstrapServers())) {
            topics.create(broker.bootstrapServers());
            try (FleetLoad load =
                    new FleetLoad(
                            broker.bootstrapServers(),
                            SIZE,
                            HostMinute.minuteOf(
                                    InstantSource.system().instant().minus(Duration.ofHours(1))))) {
                load.sendAll();
            }
            long without = heapBytes();
            try (StreamsPart first = part(broker, "first")) {
                first.start();
                Progress.await(() ->
                        first.counters().get(Counter.SNAPSHOTS_READ) >= SIZE.snapshots()
                                && first.counters().get(Counter.MINUTES_COMPLETED)
                                        >= 2L * SIZE.services());
                System.err.printf(
                        "%d hosts, %d services: %.1f MB of heap more than without%n",
                        SIZE.hosts(), SIZE.services(), (heapBytes() - without) / 1e6);
            }
            long all = 0;
            for (String store : STORES) {
                Weight weight = weigh(broker.bootstrapServers(), store);
                all += weight.bytes;
                System.err.printf(
                        "%s: %d records of %d keys, %.1f MB as state, %.1f MB in the log%n",
                        store,
                        weight.records,
                        weight.keys,
                        weight.bytes / 1e6,
                        topics.bytes("state-", store + "-changelog") / 1e6);
            }
            assertThat(all).as("bytes of state").isPositive();

            long begun = System.nanoTime();
            try (StreamsPart second = part(broker, "second")) {
                second.start();
                Progress.await(() -> second.health().healthy());
                System.err.printf(
                        "works again after %.1f s, %s records restored%n",
                        (System.nanoTime() - begun) / 1e9,
                        second.health().details().get("recordsRestored"));
                assertThat(second.health().details().get("recordsRestored"))
                        .isInstanceOfSatisfying(Long.class, n -> assertThat(n).isPositive());
            }
        }
    }

    private StreamsPart part(BrokerServer broker, String directory) {
        return new StreamsPart(
                StreamsConfig.from(
                        Settings.of(
                                Map.of(
                                        "kafka.bootstrap.servers",
                                        broker.bootstrapServers(),
                                        "streams.application-id",
                                        "state",
                                        "streams.state-directory",
                                        home.resolve(directory).toString(),
                                        "streams.commit-interval",
                                        "10s",
                                        "streams.idle-after",
                                        "1h"),
                                StreamsConfig.SETTINGS)));
    }

    private static Weight weigh(String bootstrapServers, String store) {
        Map<Bytes, Integer> sizes = new HashMap<>();
        long records = 0;
        try (KafkaConsumer<Bytes, Bytes> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "isolation.level",
                                "read_committed",
                                "enable.auto.commit",
                                "false"),
                        new BytesDeserializer(),
                        new BytesDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor("state-" + store + "-changelog").stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<Bytes, Bytes> found : consumer.poll(Duration.ofMillis(200))) {
                    records++;
                    Bytes key = keyIn(found);
                    if (found.value() == null) {
                        sizes.remove(key);
                    } else {
                        sizes.put(key, found.key().get().length + found.value().get().length);
                    }
                }
            }
        }
        return new Weight(
                records, sizes.size(), sizes.values().stream().mapToLong(Integer::longValue).sum());
    }

    /** Each partition is a store of its own, which may have the keys of another. */
    private static Bytes keyIn(ConsumerRecord<Bytes, Bytes> found) {
        byte[] key = found.key().get();
        byte[] prefixed = new byte[key.length + 1];
        prefixed[0] = (byte) found.partition();
        System.arraycopy(key, 0, prefixed, 1, key.length);
        return Bytes.wrap(prefixed);
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
