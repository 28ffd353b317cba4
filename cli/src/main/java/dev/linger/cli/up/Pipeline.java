// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import dev.linger.broker.BrokerServer;
import dev.linger.broker.TopicCreator;
import dev.linger.capacity.CapacityPart;
import dev.linger.cli.embedded.DataDirectory;
import dev.linger.cli.embedded.LoopbackPort;
import dev.linger.cli.embedded.PostgresServer;
import dev.linger.collector.Collector;
import dev.linger.dashboard.DashboardPart;
import dev.linger.model.part.Part;
import dev.linger.storage.Database;
import dev.linger.storage.DatabaseConfig;
import dev.linger.storage.SinkPart;
import dev.linger.storage.StorageConfig;
import dev.linger.streams.StreamsPart;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Everything on one machine, in one process but for PostgreSQL. Started in parallel where the parts
 * do not need each other:
 *
 * <pre>
 *   broker, topics ──┬── collector
 *                    ├── streams
 *                    ├── capacity
 *                    └──┬── sink
 *   database, schema ───┴── dashboard (database only)
 * </pre>
 */
final class Pipeline implements AutoCloseable {
    private final PartSettings settings;
    private final DataDirectory data;
    private final Console console;
    private final int httpPort;
    private final int kafkaPort;
    private final int postgresPort;
    private final RunningStages running = new RunningStages();

    /**
     * Checks configuration and ports; starts nothing.
     *
     * @throws dev.linger.model.part.PartFailedException if a port is taken
     */
    Pipeline(UpOptions options, DataDirectory data, Console console) {
        this.settings = new PartSettings(options.settings(), data);
        this.data = data;
        this.console = console;
        this.httpPort = LoopbackPort.claim(options.httpPort(), "the dashboard", "--http-port");
        this.kafkaPort = LoopbackPort.claim(options.kafkaPort(), "Kafka", "--kafka-port");
        this.postgresPort =
                LoopbackPort.claim(options.postgresPort(), "PostgreSQL", "--postgres-port");
    }

    /** Begins to start everything; the result completes when all works or one part failed. */
    CompletableFuture<Void> start() {
        ExecutorService starters =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("start-", 0).factory());
        CompletableFuture<BrokerServer> broker =
                CompletableFuture.supplyAsync(this::startBroker, starters);
        CompletableFuture<PostgresServer> database =
                CompletableFuture.supplyAsync(this::startDatabase, starters);
        CompletableFuture<Void> all =
                CompletableFuture.allOf(
                        broker.thenAcceptAsync(this::startCollector, starters),
                        broker.thenAcceptAsync(this::startStreams, starters),
                        broker.thenAcceptAsync(this::startCapacity, starters),
                        broker.thenAcceptBothAsync(database, this::startSink, starters),
                        database.thenAcceptAsync(this::startDashboard, starters));
        return all.thenRun(() ->
                        console.ready(
                                broker.join().bootstrapServers(), database.join().uri(), httpPort))
                .whenComplete((done, failure) -> starters.shutdown());
    }

    /** What is under way is finished, the rest is not begun. */
    void stopSoon() {
        running.stopSoon();
    }

    /** The parts that run now. */
    List<Part> parts() {
        return running.parts();
    }

    /** Stops what runs, in order. */
    @Override
    public void close() {
        running.close();
    }

    private BrokerServer startBroker() {
        BrokerServer broker =
                started(Stage.BROKER, BrokerServer.start(data.directory("kafka"), kafkaPort));
        TopicCreator.createMissing(
                Map.of("bootstrap.servers", broker.bootstrapServers()), Optional.empty());
        return broker;
    }

    private PostgresServer startDatabase() {
        Path logs = data.directory("logs");
        return started(
                Stage.DATABASE,
                PostgresServer.start(data.directory("postgresql"), logs, postgresPort));
    }

    private void startCollector(BrokerServer broker) {
        start(Stage.COLLECTOR, new Collector(settings.collector(broker.bootstrapServers())));
    }

    private void startStreams(BrokerServer broker) {
        start(Stage.STREAMS, new StreamsPart(settings.streams(broker.bootstrapServers())));
    }

    private void startCapacity(BrokerServer broker) {
        start(Stage.CAPACITY, new CapacityPart(settings.capacity(broker.bootstrapServers())));
    }

    private void startSink(BrokerServer broker, PostgresServer database) {
        start(Stage.SINK, new SinkPart(storage(broker.bootstrapServers(), database)));
    }

    private void startDashboard(PostgresServer server) {
        DatabaseConfig config = storage(LoopbackPort.HOST + ":" + kafkaPort, server).database();
        Database database = Database.openToAsk(config);
        running.add(Stage.CONNECTIONS, database);
        start(
                Stage.DASHBOARD,
                new DashboardPart(
                        settings.dashboard(LoopbackPort.HOST, httpPort), database.dataSource()));
    }

    private StorageConfig storage(String brokers, PostgresServer server) {
        return settings.storage(brokers, server.jdbcUrl(), PostgresServer.USER);
    }

    private void start(Stage stage, Part part) {
        if (!running.stopping()) {
            running.add(stage, part);
            part.start();
            console.started(stage.label());
        }
    }

    private <T extends AutoCloseable> T started(Stage stage, T server) {
        running.add(stage, server);
        console.started(stage.label());
        return server;
    }
}
