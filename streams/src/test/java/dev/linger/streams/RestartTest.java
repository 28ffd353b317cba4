// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.Fleet.ENDPOINT;
import static dev.linger.streams.Fleet.client;
import static dev.linger.streams.Fleet.server;
import static dev.linger.streams.Fleet.snapshot;
import static dev.linger.streams.PipelineDriver.START;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;
import dev.linger.streams.fleet.JoinFleet;
import dev.linger.streams.host.HostLabels.Labels;
import dev.linger.streams.host.HostMinutes;
import dev.linger.streams.host.HostOutput;
import dev.linger.streams.host.HostPresenceSerde;
import dev.linger.streams.merge.MergeSources;
import dev.linger.streams.merge.Merged;
import dev.linger.streams.merge.SourceReport;
import dev.linger.streams.merge.SourceReportSerde;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Processors that are thrown away between records and begun anew on the same stores, as a restart
 * does, come to the same minutes: what is on the heap alone is made anew of the topic.
 */
class RestartTest {
    private static final StreamsConfig CONFIG =
            PipelineDriver.config(Map.of("streams.live-interval", "0s"));

    private final List<ConsumerRecord<byte[], byte[]>> topic = new ArrayList<>();
    @TempDir private Path state;
    private MockProcessorContext<String, HostOutput> hostContext;
    private MockProcessorContext<String, SourceReport> joinContext;
    private MockProcessorContext<String, Merged> mergeContext;
    private HostMinutes hosts;
    private JoinFleet join;
    private MergeSources merge;

    @BeforeEach
    void open() {
        hostContext = context();
        addStore(hostContext, "host-kernels", Serdes.String(), new JsonSerde<>(HostKernel.class));
        addStore(hostContext, "host-presence", Serdes.String(), new HostPresenceSerde());
        addStore(hostContext, "host-labels", Serdes.String(), new JsonSerde<>(Labels.class));
        addStore(hostContext, "moved-snapshots", Serdes.Long(), Serdes.Long());
        addStore(hostContext, "source-position", Serdes.String(), Serdes.Long());
        joinContext = context();
        addStore(joinContext, "minute-facts", Serdes.Bytes(), Serdes.ByteArray());
        addStore(joinContext, "facts-progress", Serdes.Integer(), new SourceReportSerde());
        mergeContext = context();
        addStore(mergeContext, "closed-partials", Serdes.Bytes(), Serdes.ByteArray());
        addStore(mergeContext, "running-partials", Serdes.Bytes(), Serdes.ByteArray());
        addStore(mergeContext, "source-progress", Serdes.Integer(), new SourceReportSerde());
        restartHosts();
        restartJoin();
        restartMerge();
    }

    private <K, V> MockProcessorContext<K, V> context() {
        Properties properties = new Properties();
        properties.putAll(ClientSettings.of(CONFIG));
        MockProcessorContext<K, V> context =
                new MockProcessorContext<>(properties, new TaskId(0, 0), state.toFile());
        context.setCurrentSystemTimeMs(START.toEpochMilli());
        return context;
    }

    private static <K, V> void addStore(
            MockProcessorContext<?, ?> context, String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store =
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                        .withLoggingDisabled()
                        .build();
        store.init(context.getStateStoreContext(), store);
    }

    private void restartHosts() {
        hosts =
                new HostMinutes(
                        CONFIG,
                        PipelineNames.HOST_STORES,
                        1,
                        (partition, from, to, each) ->
                                topic.subList(Math.toIntExact(from), Math.toIntExact(to))
                                        .forEach(each),
                        new StreamsCounters());
        init(hosts, hostContext);
    }

    private void restartJoin() {
        join = new JoinFleet("minute-facts", "facts-progress", 1, CONFIG.thresholds());
        init(join, joinContext);
    }

    private void restartMerge() {
        merge = new MergeSources(CONFIG, PipelineNames.MERGE_STORES, 1, new StreamsCounters());
        init(merge, mergeContext);
    }

    private static <A, B, C, D> void init(
            Processor<A, B, C, D> processor, MockProcessorContext<C, D> context) {
        processor.init(context);
    }

    private void send(SocketSnapshot snapshot) {
        send(snapshot, snapshot.observedAt());
    }

    private void send(SocketSnapshot snapshot, Instant timestamp) {
        String name = Topics.SOCKET_SNAPSHOTS.name();
        byte[] key = snapshot.host().getBytes(UTF_8);
        byte[] value = Topics.SOCKET_SNAPSHOTS.codec().encode(snapshot);
        hostContext.setRecordMetadata(name, 0, topic.size());
        topic.add(
                new ConsumerRecord<>(
                        name,
                        0,
                        topic.size(),
                        timestamp.toEpochMilli(),
                        TimestampType.LOG_APPEND_TIME,
                        key.length,
                        value.length,
                        key,
                        value,
                        new RecordHeaders(),
                        Optional.empty()));
        hosts.process(new Record<>(key, value, timestamp.toEpochMilli()));
    }

    /** Passes on what the hosts' processor has sent. */
    private void pass() {
        for (var captured : take(hostContext)) {
            HostOutput output = captured.value();
            output.facts().forEach(fact -> join.process(captured.withValue(fact)));
            output.reports().forEach(report -> merge.process(captured.withValue(report)));
        }
        take(joinContext).forEach(merge::process);
    }

    /** The same, with restarts of both receivers after each report. */
    private void passWithRestarts() {
        for (var captured : take(hostContext)) {
            HostOutput output = captured.value();
            output.facts().forEach(fact -> join.process(captured.withValue(fact)));
            restartJoin();
            output.reports().forEach(report -> merge.process(captured.withValue(report)));
            restartMerge();
        }
        for (Record<String, SourceReport> answer : take(joinContext)) {
            merge.process(answer);
            restartMerge();
        }
    }

    private static <V> List<Record<String, V>> take(MockProcessorContext<String, V> context) {
        List<Record<String, V>> taken = new ArrayList<>();
        for (var captured : context.forwarded()) {
            taken.add(
                    new Record<>(
                            captured.record().key(),
                            captured.record().value(),
                            captured.record().timestamp()));
        }
        context.resetForwards();
        return taken;
    }

    private List<ServiceMinute> minutes() {
        return mergeContext.forwarded().stream()
                .flatMap(captured -> captured.record().value().minutes().stream())
                .toList();
    }

    private static SocketSnapshot web(long sequence, int second, long established) {
        Instant at = START.plusSeconds(second);
        return snapshot("web-1", sequence, at, client("web", ENDPOINT, established, 0));
    }

    @Test
    void shouldGoOnWithTheOpenMinutes() {
        send(web(0, 10, 10));
        restartHosts();
        send(web(1, 20, 20));
        restartHosts();
        send(web(1, 20, 20));
        send(web(2, 75, 0));
        pass();

        assertThat(minutes()).hasSize(1);
        assertThat(minutes().getFirst().snapshots()).isEqualTo(2);
        assertThat(minutes().getFirst().sockets().mean().states().established()).isEqualTo(15);
    }

    /** A host whose clock is an hour ahead. */
    private void sendFromAhead(long sequence, int second, long established) {
        Instant wrong = START.plusSeconds(3600 + second);
        send(
                snapshot("web-1", sequence, wrong, client("web", ENDPOINT, established, 0)),
                START.plusSeconds(second));
    }

    @Test
    void shouldPutSnapshotsOfAWrongClockWhereTheyWere() {
        sendFromAhead(0, 10, 10);
        restartHosts();
        sendFromAhead(1, 20, 20);
        restartHosts();
        sendFromAhead(2, 75, 0);
        pass();

        assertThat(minutes()).extracting(ServiceMinute::minute).containsExactly(START);
        assertThat(minutes().getFirst().snapshots()).isEqualTo(2);
    }

    @Test
    void shouldNotTakeAfterTheRestartWhatWasTooLateBefore() {
        send(web(0, 75, 10));
        send(web(1, 150, 10));
        sendFromAhead(0, 5, 99);
        restartHosts();
        send(web(2, 75 + 3720, 10));
        pass();

        assertThat(minutes())
                .extracting(ServiceMinute::minute)
                .containsExactly(START.plusSeconds(60), START.plusSeconds(120));
    }

    @Test
    void shouldStillKnowWhichMinutesAreClosed() {
        send(web(0, 10, 10));
        send(web(2, 75, 0));
        restartHosts();
        send(web(1, 30, 99));

        List<DeadLetter.Reason> reasons =
                hostContext.forwarded().stream()
                        .flatMap(captured -> captured.record().value().letters().stream())
                        .map(DeadLetter::reason)
                        .toList();
        assertThat(reasons).containsExactly(DeadLetter.Reason.TOO_LATE);
    }

    @Test
    void shouldMergeWhatCameBeforeTheRestart() {
        send(web(0, 10, 10));
        send(web(1, 75, 0));
        passWithRestarts();
        send(web(2, 135, 0));
        passWithRestarts();

        assertThat(minutes())
                .extracting(ServiceMinute::minute)
                .containsExactly(START, START.plusSeconds(60));
    }

    @Test
    void shouldJoinWhatCameBeforeTheRestart() {
        SocketSnapshot both =
                snapshot(
                        "web-1",
                        0,
                        START.plusSeconds(10),
                        client("web", ENDPOINT, 5, 0),
                        server("api", ENDPOINT, 4));
        send(both);
        send(web(1, 75, 0));
        passWithRestarts();

        assertThat(minutes())
                .extracting(minute -> minute.endpoints().getFirst().bothEnds())
                .extracting(BothEnds::clientEstablished, BothEnds::serverEstablished)
                .containsExactly(tuple(5L, 4L), tuple(5L, 4L));
    }
}
