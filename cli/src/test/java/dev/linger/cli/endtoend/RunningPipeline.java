// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import dev.linger.broker.BrokerServer;
import dev.linger.broker.TopicCreator;
import dev.linger.capacity.CapacityConfig;
import dev.linger.capacity.CapacityPart;
import dev.linger.cli.embedded.LoopbackPort;
import dev.linger.cli.embedded.PostgresServer;
import dev.linger.collector.Collector;
import dev.linger.collector.CollectorConfig;
import dev.linger.model.part.Part;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;
import dev.linger.storage.SinkPart;
import dev.linger.storage.StorageConfig;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.StreamsPart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The real pipeline in this JVM: a broker, PostgreSQL, Streams, the sink and the capacity job, on
 * free ports, with their data in a directory of the test's. Waiting times are cut to seconds.
 */
final class RunningPipeline implements AutoCloseable {
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<String, String> settings = new HashMap<>();
    private final BrokerServer broker;
    private final PostgresServer postgres;

    private RunningPipeline(Path directory, Map<String, String> extra) throws IOException {
        Path brokerHome = Files.createDirectories(directory.resolve("kafka"));
        Path postgresHome = Files.createDirectories(directory.resolve("postgresql"));
        Path logs = Files.createDirectories(directory.resolve("logs"));
        this.postgres = keep(PostgresServer.start(postgresHome, logs, freePort("PostgreSQL")));
        this.broker = keep(BrokerServer.start(brokerHome, freePort("Kafka")));
        settings.put("kafka.bootstrap.servers", broker.bootstrapServers());
        settings.put("storage.jdbc-url", postgres.jdbcUrl());
        settings.put("storage.user", PostgresServer.USER);
        settings.put("storage.batch-wait", "200ms");
        settings.put("streams.state-directory", directory.resolve("streams").toString());
        settings.put("streams.commit-interval", "500ms");
        settings.put("streams.live-interval", "1s");
        settings.put("streams.grace", "2s");
        settings.put("streams.idle-after", "2s");
        settings.put("capacity.checkpoint-directory", directory.resolve("capacity").toString());
        settings.put("capacity.partition-idle-after", "1s");
        settings.putAll(extra);
        TopicCreator.createMissing(kafka(), Optional.empty());
    }

    /** Starts servers and parts, all but the collector. */
    static RunningPipeline start(Path directory, Map<String, String> extra) throws IOException {
        RunningPipeline pipeline = new RunningPipeline(directory, extra);
        try {
            pipeline.run(new SinkPart(StorageConfig.from(pipeline.share(StorageConfig.SETTINGS))));
            pipeline.run(
                    new StreamsPart(StreamsConfig.from(pipeline.share(StreamsConfig.SETTINGS))));
            pipeline.run(new CapacityPart(pipeline.capacity()));
            return pipeline;
        } catch (RuntimeException failure) {
            pipeline.close();
            throw failure;
        }
    }

    /** Starts the collector. */
    Collector collect(Map<String, String> collectorSettings) {
        settings.putAll(collectorSettings);
        return run(new Collector(CollectorConfig.from(share(CollectorConfig.SETTINGS))));
    }

    /** The parts that run. */
    List<Part> parts() {
        return running.stream().filter(Part.class::isInstance).map(Part.class::cast).toList();
    }

    /** Properties of a Kafka client. */
    Map<String, String> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** The configuration that the capacity job runs with. */
    CapacityConfig capacity() {
        return CapacityConfig.from(share(CapacityConfig.SETTINGS));
    }

    /** A connection to the database, which the caller closes. */
    Rows rows() {
        return new Rows(postgres.jdbcUrl(), PostgresServer.USER);
    }

    private Settings share(List<Setting<?>> known) {
        Map<String, String> own = new HashMap<>();
        own.put("kafka.bootstrap.servers", broker.bootstrapServers());
        known.stream()
                .map(Setting::key)
                .filter(settings::containsKey)
                .forEach(key -> own.put(key, settings.getOrDefault(key, "")));
        return Settings.of(own, known);
    }

    private <P extends Part> P run(P part) {
        keep(part);
        part.start();
        return part;
    }

    private <T extends AutoCloseable> T keep(T started) {
        running.push(started);
        return started;
    }

    private static int freePort(String use) {
        return LoopbackPort.claim(0, use, "--port");
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception failure) {
                throw new AssertionError("could not stop the pipeline", failure);
            }
        }
    }
}
