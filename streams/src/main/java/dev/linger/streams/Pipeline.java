// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.PipelineNames.ADD_UP_HOSTS;
import static dev.linger.streams.PipelineNames.CLOSED_PARTIALS_STORE;
import static dev.linger.streams.PipelineNames.FINDINGS_STORE;
import static dev.linger.streams.PipelineNames.FLEET_ANSWERS;
import static dev.linger.streams.PipelineNames.FLEET_FACTS;
import static dev.linger.streams.PipelineNames.FLEET_FACTS_STORE;
import static dev.linger.streams.PipelineNames.FLEET_PROGRESS_STORE;
import static dev.linger.streams.PipelineNames.HOST_KERNELS_STORE;
import static dev.linger.streams.PipelineNames.HOST_LABELS_STORE;
import static dev.linger.streams.PipelineNames.HOST_PRESENCE_STORE;
import static dev.linger.streams.PipelineNames.HOST_STORES;
import static dev.linger.streams.PipelineNames.JOIN_FLEET;
import static dev.linger.streams.PipelineNames.JUDGE_MINUTES;
import static dev.linger.streams.PipelineNames.KEEP_KERNELS;
import static dev.linger.streams.PipelineNames.MEET;
import static dev.linger.streams.PipelineNames.MERGE_SOURCES;
import static dev.linger.streams.PipelineNames.MERGE_STORES;
import static dev.linger.streams.PipelineNames.MOVED_SNAPSHOTS_STORE;
import static dev.linger.streams.PipelineNames.PROGRESS_STORE;
import static dev.linger.streams.PipelineNames.READ_KERNELS;
import static dev.linger.streams.PipelineNames.READ_SNAPSHOTS;
import static dev.linger.streams.PipelineNames.RUNNING_PARTIALS_STORE;
import static dev.linger.streams.PipelineNames.SERVICE_PARTIALS;
import static dev.linger.streams.PipelineNames.SOURCE_POSITION_STORE;
import static dev.linger.streams.PipelineNames.TAKE_ADVICE;
import static dev.linger.streams.PipelineNames.TAKE_FACTS;
import static dev.linger.streams.PipelineNames.TAKE_FINDINGS;
import static dev.linger.streams.PipelineNames.TAKE_HOST_DEAD_LETTERS;
import static dev.linger.streams.PipelineNames.TAKE_MERGE_DEAD_LETTERS;
import static dev.linger.streams.PipelineNames.TAKE_MINUTES;
import static dev.linger.streams.PipelineNames.TAKE_REPORTS;
import static dev.linger.streams.PipelineNames.WITHIN_REPLAY;
import static dev.linger.streams.PipelineNames.WRITE_ADVICE;
import static dev.linger.streams.PipelineNames.WRITE_FINDINGS;
import static dev.linger.streams.PipelineNames.WRITE_HOST_DEAD_LETTERS;
import static dev.linger.streams.PipelineNames.WRITE_KERNEL_DEAD_LETTERS;
import static dev.linger.streams.PipelineNames.WRITE_MERGE_DEAD_LETTERS;
import static dev.linger.streams.PipelineNames.WRITE_MINUTES;

import dev.linger.advice.Rules;
import dev.linger.model.finding.Advice;
import dev.linger.model.finding.Finding;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;
import dev.linger.streams.finding.FindingChange;
import dev.linger.streams.finding.JudgeMinutes;
import dev.linger.streams.fleet.JoinFleet;
import dev.linger.streams.host.HostKernels;
import dev.linger.streams.host.HostMinutes;
import dev.linger.streams.host.HostOutput;
import dev.linger.streams.host.SnapshotLog;
import dev.linger.streams.merge.MergeSources;
import dev.linger.streams.merge.Merged;
import dev.linger.streams.merge.ReportPartitioner;
import dev.linger.streams.merge.ServicePartition;
import dev.linger.streams.merge.SourceReport;
import dev.linger.streams.merge.SourceReportSerde;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The whole pipeline.
 *
 * <pre>
 *  kernel-snapshots --> keep-host-kernels ............ host-kernels        } partitioned
 *                                                           :              } by host
 *  socket-snapshots --> add-up-host-minutes .......... host-presence       }
 *                              |        |
 *                              |   fleet-facts (repartition)
 *                              |        |
 *                              |    join-fleet ........ minute-facts        } partitioned by what
 *                              |        |                                  } is compared
 *              service-partials      fleet-answers   (repartition)
 *                              |        |
 *                       merge-service-minutes ........ closed-partials     } partitioned
 *                              |        |                                  } by service
 *                              |        '--> service-minutes               }
 *                       judge-service-minutes ........ tracked-findings    }
 *                              |
 *                              '--> findings, advice
 *
 *  what is refused on the way --> dead-letters
 * </pre>
 */
final class Pipeline {
    private Pipeline() {}

    /**
     * The topology.
     *
     * @param outlet where results go
     * @param sources partitions of the socket snapshots' topic
     * @param log that topic, to read open minutes again
     * @param topologyConfig Kafka's view of the configuration
     */
    static Topology topology(
            StreamsConfig config,
            Outlet outlet,
            int sources,
            SnapshotLog log,
            StreamsCounters counters,
            TopologyConfig topologyConfig) {
        StreamsBuilder builder = new StreamsBuilder(topologyConfig);
        PipelineStores.addTo(builder);

        keepKernels(builder, outlet, counters);
        KStream<String, HostOutput> hosts =
                read(builder, Topics.SOCKET_SNAPSHOTS, READ_SNAPSHOTS)
                        .process(
                                () -> new HostMinutes(config, HOST_STORES, sources, log, counters),
                                Named.as(ADD_UP_HOSTS),
                                HOST_KERNELS_STORE,
                                HOST_PRESENCE_STORE,
                                HOST_LABELS_STORE,
                                MOVED_SNAPSHOTS_STORE,
                                SOURCE_POSITION_STORE);
        writeLetters(
                hosts.flatMapValues(HostOutput::letters, Named.as(TAKE_HOST_DEAD_LETTERS)),
                outlet,
                WRITE_HOST_DEAD_LETTERS);

        KStream<String, Merged> all =
                hosts.flatMapValues(HostOutput::reports, Named.as(TAKE_REPORTS))
                        .repartition(reports(SERVICE_PARTIALS, sources))
                        .merge(compared(hosts, config, sources), Named.as(MEET))
                        .process(
                                () -> new MergeSources(config, MERGE_STORES, sources, counters),
                                Named.as(MERGE_SOURCES),
                                CLOSED_PARTIALS_STORE,
                                RUNNING_PARTIALS_STORE,
                                PROGRESS_STORE);
        writeLetters(
                all.flatMapValues(Merged::letters, Named.as(TAKE_MERGE_DEAD_LETTERS)),
                outlet,
                WRITE_MERGE_DEAD_LETTERS);
        KStream<String, Merged> merged = outlet.within(all, Named.as(WITHIN_REPLAY));
        merged.flatMapValues(Merged::minutes, Named.as(TAKE_MINUTES))
                .to(
                        outlet.name(Topics.SERVICE_MINUTES),
                        byKey(Topics.SERVICE_MINUTES, WRITE_MINUTES));

        KStream<String, FindingChange> changes =
                merged.process(
                        () -> new JudgeMinutes(config, FINDINGS_STORE, counters, Rules::evaluate),
                        Named.as(JUDGE_MINUTES),
                        FINDINGS_STORE);
        changes.mapValues(FindingChange::finding, Named.as(TAKE_FINDINGS))
                .to(
                        outlet.name(Topics.FINDINGS),
                        byService(Topics.FINDINGS, Finding::service, WRITE_FINDINGS));
        changes.flatMapValues(FindingChange::advices, Named.as(TAKE_ADVICE))
                .to(
                        outlet.name(Topics.ADVICE),
                        byService(Topics.ADVICE, Advice::service, WRITE_ADVICE));
        return builder.build();
    }

    private static void keepKernels(
            StreamsBuilder builder, Outlet outlet, StreamsCounters counters) {
        KStream<String, DeadLetter> deadKernels =
                read(builder, Topics.KERNEL_SNAPSHOTS, READ_KERNELS)
                        .process(
                                () -> new HostKernels(HOST_KERNELS_STORE, counters),
                                Named.as(KEEP_KERNELS),
                                HOST_KERNELS_STORE);
        writeLetters(deadKernels, outlet, WRITE_KERNEL_DEAD_LETTERS);
    }

    private static KStream<String, SourceReport> compared(
            KStream<String, HostOutput> hosts, StreamsConfig config, int sources) {
        return hosts.flatMapValues(HostOutput::facts, Named.as(TAKE_FACTS))
                .repartition(reports(FLEET_FACTS, sources))
                .process(
                        () ->
                                new JoinFleet(
                                        FLEET_FACTS_STORE,
                                        FLEET_PROGRESS_STORE,
                                        sources,
                                        config.thresholds()),
                        Named.as(JOIN_FLEET),
                        FLEET_FACTS_STORE,
                        FLEET_PROGRESS_STORE)
                .repartition(reports(FLEET_ANSWERS, sources));
    }

    private static Repartitioned<String, SourceReport> reports(String name, int partitions) {
        return Repartitioned.<String, SourceReport>as(name)
                .withKeySerde(Serdes.String())
                .withValueSerde(new SourceReportSerde())
                .withNumberOfPartitions(partitions)
                .withStreamPartitioner(new ReportPartitioner());
    }

    private static KStream<byte[], byte[]> read(
            StreamsBuilder builder, Topic<?> topic, String name) {
        return builder.stream(
                topic.name(),
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withName(name)
                        .withOffsetResetPolicy(AutoOffsetReset.earliest()));
    }

    private static void writeLetters(
            KStream<String, DeadLetter> letters, Outlet outlet, String name) {
        letters.to(outlet.name(Topics.DEAD_LETTERS), byKey(Topics.DEAD_LETTERS, name));
    }

    private static <V> Produced<String, V> byKey(Topic<V> topic, String name) {
        return Produced.with(Serdes.String(), new JsonSerde<>(topic.codec())).withName(name);
    }

    private static <V> Produced<String, V> byService(
            Topic<V> topic, Function<V, String> service, String name) {
        return byKey(topic, name)
                .withStreamPartitioner((topicName, key, value, partitions) ->
                        Optional.of(Set.of(ServicePartition.of(service.apply(value), partitions))));
    }
}
