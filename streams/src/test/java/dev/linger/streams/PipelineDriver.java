// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.model.finding.Advice;
import dev.linger.model.finding.Finding;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.settings.Settings;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The whole topology without a broker; the wall clock starts at {@link #START} and stands still.
 */
final class PipelineDriver implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    final StreamsCounters counters = new StreamsCounters();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> snapshots;
    private final TestInputTopic<byte[], byte[]> kernels;

    PipelineDriver(Path stateDirectory, Map<String, String> settings) {
        this(stateDirectory, settings, START);
    }

    /** With a wall clock that stands at another time. */
    PipelineDriver(Path stateDirectory, Map<String, String> settings, Instant now) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("streams.state-directory", stateDirectory.toString());
        StreamsConfig config = config(all);
        Properties properties = new Properties();
        properties.putAll(ClientSettings.of(config));
        driver =
                new TopologyTestDriver(
                        Pipeline.topology(
                                config,
                                Outlet.LIVE,
                                1,
                                (partition, from, to, each) -> {
                                    throw new AssertionError("nothing was read before");
                                },
                                counters,
                                new TopologyConfig(
                                        new org.apache.kafka.streams.StreamsConfig(properties))),
                        properties,
                        now);
        snapshots = input(Topics.SOCKET_SNAPSHOTS);
        kernels = input(Topics.KERNEL_SNAPSHOTS);
    }

    static StreamsConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.bootstrap.servers", "localhost:1");
        return StreamsConfig.from(Settings.of(all, StreamsConfig.SETTINGS));
    }

    private TestInputTopic<byte[], byte[]> input(Topic<?> topic) {
        return driver.createInputTopic(
                topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(SocketSnapshot... sent) {
        for (SocketSnapshot snapshot : sent) {
            sendRaw(
                    snapshot.host(),
                    Topics.SOCKET_SNAPSHOTS.codec().encode(snapshot),
                    snapshot.observedAt());
        }
    }

    void send(FleetHistory history) {
        history.records().forEach(this::send);
    }

    void send(FleetHistory.Sent sent) {
        TestInputTopic<byte[], byte[]> topic = sent.isKernel() ? kernels : snapshots;
        topic.pipeInput(sent.host().getBytes(UTF_8), sent.value(), sent.at());
    }

    void sendRaw(String key, byte[] value, Instant timestamp) {
        snapshots.pipeInput(key.getBytes(UTF_8), value, timestamp);
    }

    void send(KernelSnapshot kernel) {
        kernels.pipeInput(
                kernel.host().getBytes(UTF_8),
                Topics.KERNEL_SNAPSHOTS.codec().encode(kernel),
                kernel.observedAt());
    }

    /** Keys of what a store holds, in its order. */
    List<String> keysOf(String store) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, Object> all =
                driver.<String, Object>getKeyValueStore(store).all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    /** Bytes of the largest value in a store of bytes. */
    long largestValueOf(String store) {
        long largest = 0;
        try (KeyValueIterator<Bytes, byte[]> all =
                driver.<Bytes, byte[]>getKeyValueStore(store).all()) {
            while (all.hasNext()) {
                largest = Math.max(largest, all.next().value.length);
            }
        }
        return largest;
    }

    void passTime(Duration time) {
        driver.advanceWallClockTime(time);
    }

    List<ServiceMinute> minutes() {
        return read(Topics.SERVICE_MINUTES);
    }

    List<ServiceMinute> completeMinutes() {
        return minutes().stream().filter(ServiceMinute::complete).toList();
    }

    List<Finding> findings() {
        return read(Topics.FINDINGS);
    }

    List<Advice> advice() {
        return read(Topics.ADVICE);
    }

    List<DeadLetter> deadLetters() {
        return read(Topics.DEAD_LETTERS);
    }

    /** Raw bytes of every record of a topic, key and value in turn. */
    List<KeyValue<String, byte[]>> raw(Topic<?> topic) {
        TestOutputTopic<String, byte[]> output =
                driver.createOutputTopic(
                        topic.name(), new StringDeserializer(), new ByteArrayDeserializer());
        return output.readKeyValuesToList();
    }

    private <V> List<V> read(Topic<V> topic) {
        List<V> values = new ArrayList<>();
        for (KeyValue<String, byte[]> entry : raw(topic)) {
            try {
                values.add(topic.codec().decode(entry.value));
            } catch (MalformedRecordException e) {
                throw new AssertionError("not a " + topic.name() + ": " + e.detail(), e);
            }
        }
        return values;
    }

    @Override
    public void close() {
        driver.close();
    }
}
