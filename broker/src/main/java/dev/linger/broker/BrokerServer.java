// SPDX-License-Identifier: Apache-2.0
package dev.linger.broker;

import dev.linger.model.part.PartFailedException;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Kafka broker and its controller inside this process, on loopback, alone in its cluster. Its
 * storage is formatted on the first start; after a crash it recovers its logs when it starts.
 */
public final class BrokerServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerServer.class);

    private static final String HOST = "127.0.0.1";
    private static final int NODE = 1;
    private static final String CONTROLLER = "CONTROLLER";

    private final KafkaRaftServer server;
    private final int port;

    private BrokerServer(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts it, and returns once it takes clients.
     *
     * @param home directory of its logs, used by nobody else at the same time
     * @param port a free port, or 0 for any
     */
    public static BrokerServer start(Path home, int port) {
        return start(home, port, Map.of());
    }

    /**
     * As {@link #start(Path, int)}, with some of the broker's properties set otherwise.
     *
     * @param properties by Kafka's own names
     */
    public static BrokerServer start(Path home, int port, Map<String, String> properties) {
        try {
            int clientPort = port == 0 ? freePort() : port;
            if (!Files.exists(home.resolve("meta.properties"))) {
                format(home);
            }
            KafkaRaftServer server =
                    new KafkaRaftServer(
                            new KafkaConfig(configuration(home, clientPort, properties), false),
                            Time.SYSTEM);
            server.startup();
            return new BrokerServer(server, clientPort);
        } catch (Exception e) {
            throw new PartFailedException(
                    "the Kafka broker did not start on "
                            + home
                            + " ("
                            + e.getMessage()
                            + "); its log says more",
                    e);
        }
    }

    /**
     * Redirects Kafka's wish to end the whole process, which it has when its storage fails.
     *
     * @param lastWords told before the process ends with status 1, in order if it can
     */
    public static void onFatalFailure(Runnable lastWords) {
        Exit.Procedure end =
                (status, message) -> {
                    lastWords.run();
                    System.exit(1);
                };
        Exit.setExitProcedure(end);
        Exit.setHaltProcedure(end);
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Flushes its logs and stops. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path home) throws Exception {
        new Formatter()
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(CONTROLLER)
                .setMetadataLogDirectory(home.toString())
                .setDirectories(List.of(home.toString()))
                .setIgnoreFormatted(true)
                .run();
        log.info("formatted broker storage in {}", home);
    }

    private static Map<String, String> configuration(
            Path home, int port, Map<String, String> properties) throws IOException {
        Map<String, String> all = new HashMap<>(small(home, port, freePortOtherThan(port)));
        all.putAll(properties);
        return all;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The kernel may name the same free port twice, as long as nobody listens on it. */
    private static int freePortOtherThan(int taken) throws IOException {
        int free = freePort();
        while (free == taken) {
            free = freePort();
        }
        return free;
    }

    /** Sized for one host's snapshots; every buffer that Kafka sizes for a data centre is cut. */
    private static Map<String, String> small(Path home, int port, int controllerPort) {
        String broker = "PLAINTEXT://" + HOST + ":" + port;
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE)),
                Map.entry(
                        "listeners",
                        broker + "," + CONTROLLER + "://" + HOST + ":" + controllerPort),
                Map.entry("advertised.listeners", broker),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT"),
                Map.entry("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort),
                Map.entry("log.dirs", home.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.segment.bytes", Integer.toString(32 << 20)),
                Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20)),
                Map.entry("log.cleaner.io.buffer.size", Integer.toString(128 << 10)),
                Map.entry("num.network.threads", "1"),
                Map.entry("num.io.threads", "2"),
                Map.entry("background.threads", "2"));
    }
}
