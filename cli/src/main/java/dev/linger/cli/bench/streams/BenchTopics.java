// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import dev.linger.broker.TopicCreator;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** The broker's topics: makes those of the benchmark, and weighs those that the pipeline makes. */
final class BenchTopics implements AutoCloseable {
    /** Where the naive topology publishes. */
    static final String NAIVE_MINUTES = "naive-minutes";

    private final Admin admin;

    /** Where a naive topology finds the snapshots of its turn, and no others. */
    static String snapshotsOf(String contestant) {
        return contestant + "-snapshots";
    }

    BenchTopics(String bootstrapServers) {
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers));
    }

    /**
     * Makes Linger's topics, and the naive topologies'. The snapshots keep their senders' time:
     * they are sent all at once, and the time of their arrival would say that every host's clock is
     * wrong.
     */
    void create(String bootstrapServers) throws ExecutionException, InterruptedException {
        TopicCreator.createMissing(Map.of("bootstrap.servers", bootstrapServers), Optional.empty());
        Optional<Integer> partitions = Optional.of(Topics.SOCKET_SNAPSHOTS.partitions());
        admin.createTopics(
                        Stream.of(
                                        NAIVE_MINUTES,
                                        snapshotsOf(ContestantMain.NAIVE_SUMS),
                                        snapshotsOf(ContestantMain.NAIVE_MINUTES))
                                .map(name -> new NewTopic(name, partitions, Optional.empty()))
                                .toList())
                .all()
                .get();
        ConfigResource snapshots =
                new ConfigResource(ConfigResource.Type.TOPIC, Topics.SOCKET_SNAPSHOTS.name());
        admin.incrementalAlterConfigs(
                        Map.of(
                                snapshots,
                                List.of(
                                        new AlterConfigOp(
                                                new ConfigEntry(
                                                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                                                        "CreateTime"),
                                                AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    /** Bytes in the broker's log of all topics whose name begins and ends so. */
    long bytes(String prefix, String suffix) throws ExecutionException, InterruptedException {
        long bytes = 0;
        for (Map<String, LogDirDescription> directories :
                admin.describeLogDirs(List.of(1)).allDescriptions().get().values()) {
            for (LogDirDescription directory : directories.values()) {
                bytes +=
                        directory.replicaInfos().entrySet().stream()
                                .filter(replica ->
                                        replica.getKey().topic().startsWith(prefix)
                                                && replica.getKey().topic().endsWith(suffix))
                                .mapToLong(replica -> replica.getValue().size())
                                .sum();
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        admin.close();
    }
}
