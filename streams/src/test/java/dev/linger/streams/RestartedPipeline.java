// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.PipelineDriver.START;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.advice.Rules;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;
import dev.linger.streams.finding.FindingChange;
import dev.linger.streams.finding.JudgeMinutes;
import dev.linger.streams.finding.ServiceFindings;
import dev.linger.streams.fleet.JoinFleet;
import dev.linger.streams.host.HostKernels;
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
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The pipeline's processors on stores that outlast them: each can be thrown away between two
 * records and begun anew, as a restart does. Results are kept in the order in which they came.
 */
final class RestartedPipeline {
    final List<ServiceMinute> minutes = new ArrayList<>();
    final List<FindingChange> changes = new ArrayList<>();
    final List<DeadLetter> letters = new ArrayList<>();

    private final StreamsConfig config;
    private final Path state;
    private final List<ConsumerRecord<byte[], byte[]>> topic = new ArrayList<>();
    private final MockProcessorContext<String, HostOutput> hostContext;
    private final MockProcessorContext<String, SourceReport> joinContext;
    private final MockProcessorContext<String, Merged> mergeContext;
    private final MockProcessorContext<String, FindingChange> judgeContext;
    private HostMinutes hosts;
    private JoinFleet join;
    private MergeSources merge;
    private JudgeMinutes judge;

    @SuppressWarnings("NullAway.Init") // by the first restart
    RestartedPipeline(StreamsConfig config, Path state) {
        this.config = config;
        this.state = state;
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
        judgeContext = context();
        addStore(
                judgeContext,
                "tracked-findings",
                Serdes.String(),
                new JsonSerde<>(ServiceFindings.class));
        restart();
    }

    private <K, V> MockProcessorContext<K, V> context() {
        Properties properties = new Properties();
        properties.putAll(ClientSettings.of(config));
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

    /** Everything anew. */
    void restart() {
        restartHosts();
        restartJoin();
        restartMerge();
    }

    void restartHosts() {
        hosts =
                new HostMinutes(
                        config,
                        PipelineNames.HOST_STORES,
                        1,
                        (partition, from, to, each) ->
                                topic.subList(Math.toIntExact(from), Math.toIntExact(to))
                                        .forEach(each),
                        new StreamsCounters());
        init(hosts, hostContext);
    }

    private void restartJoin() {
        join = new JoinFleet("minute-facts", "facts-progress", 1, config.thresholds());
        init(join, joinContext);
    }

    private void restartMerge() {
        merge = new MergeSources(config, PipelineNames.MERGE_STORES, 1, new StreamsCounters());
        init(merge, mergeContext);
        judge =
                new JudgeMinutes(
                        config, "tracked-findings", new StreamsCounters(), Rules::evaluate);
        init(judge, judgeContext);
    }

    private static <A, B, C, D> void init(
            Processor<A, B, C, D> processor, MockProcessorContext<C, D> context) {
        processor.init(context);
    }

    void send(SocketSnapshot snapshot) {
        send(snapshot, snapshot.observedAt());
    }

    void send(SocketSnapshot snapshot, Instant timestamp) {
        send(
                new FleetHistory.Sent(
                        Topics.SOCKET_SNAPSHOTS,
                        snapshot.host(),
                        Bytes.wrap(Topics.SOCKET_SNAPSHOTS.codec().encode(snapshot)),
                        timestamp));
    }

    void send(FleetHistory.Sent sent) {
        byte[] key = sent.host().getBytes(UTF_8);
        Record<byte[], byte[]> kafkaRecord =
                new Record<>(key, sent.value(), sent.at().toEpochMilli());
        if (sent.isKernel()) {
            keepKernel(kafkaRecord);
            return;
        }
        String name = Topics.SOCKET_SNAPSHOTS.name();
        hostContext.setRecordMetadata(name, 0, topic.size());
        topic.add(
                new ConsumerRecord<>(
                        name,
                        0,
                        topic.size(),
                        sent.at().toEpochMilli(),
                        TimestampType.LOG_APPEND_TIME,
                        key.length,
                        sent.value().length,
                        key,
                        sent.value(),
                        new RecordHeaders(),
                        Optional.empty()));
        hosts.process(kafkaRecord);
    }

    private void keepKernel(Record<byte[], byte[]> kafkaRecord) {
        MockProcessorContext<String, DeadLetter> context = context();
        KeyValueStore<String, HostKernel> kernels = hostContext.getStateStore("host-kernels");
        context.addStateStore(kernels);
        context.setRecordMetadata(Topics.KERNEL_SNAPSHOTS.name(), 0, 0);
        HostKernels processor = new HostKernels("host-kernels", new StreamsCounters());
        processor.init(context);
        processor.process(kafkaRecord);
    }

    /** Passes on what the hosts' processor has sent. */
    void pass() {
        pass(() -> {}, () -> {});
    }

    /** The same, with restarts of the receivers after each report. */
    void passWithRestarts() {
        pass(this::restartJoin, this::restartMerge);
    }

    private void pass(Runnable afterFact, Runnable afterReport) {
        for (Record<String, HostOutput> sent : take(hostContext)) {
            HostOutput output = sent.value();
            letters.addAll(output.letters());
            output.facts().forEach(fact -> join.process(sent.withValue(fact)));
            afterFact.run();
            output.reports().forEach(report -> merge(sent.withValue(report), afterReport));
        }
        take(joinContext).forEach(answer -> merge(answer, afterReport));
    }

    private void merge(Record<String, SourceReport> report, Runnable afterwards) {
        merge.process(report);
        for (Record<String, Merged> merged : take(mergeContext)) {
            minutes.addAll(merged.value().minutes());
            letters.addAll(merged.value().letters());
            judge.process(merged);
        }
        take(judgeContext).forEach(change -> changes.add(change.value()));
        afterwards.run();
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
}
