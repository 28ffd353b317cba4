// SPDX-License-Identifier: Apache-2.0
package dev.linger.packaging;

import dev.linger.broker.BrokerServer;
import dev.linger.broker.TopicCreator;
import dev.linger.cli.embedded.LoopbackPort;
import dev.linger.cli.log.Logging;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the AOT cache: a collector, started as the package will start it, reads this machine's
 * sockets, some thousands of which are opened here, and sends them to a real broker; what it loaded
 * and linked by then goes into the cache, and which code was hot, so that the first scan of a busy
 * host finds it compiled soon.
 */
final class Training {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int ENOUGH_RECORDS = 25;

    /** As many sockets again are the other ends; a host that allows 4,096 descriptors has room. */
    private static final int CONNECTIONS = 1_500;

    private static final Pattern ACKNOWLEDGED =
            Pattern.compile("linger_records_acknowledged_total (\\d+)");

    private final Path home;
    private final Path cache;
    private final Path scratch;

    Training(Path home) {
        this.home = home;
        this.cache = home.resolve("lib/collector.aot");
        this.scratch = home.resolveSibling("training");
    }

    /**
     * Runs the collector and waits for its cache.
     *
     * @throws IOException if there is none then, or the virtual machine refuses it
     */
    void makeCache() throws IOException, InterruptedException {
        Files.deleteIfExists(cache);
        Logging.toNowhere();
        Path broker = Files.createTempDirectory(Files.createDirectories(scratch), "broker");
        try (BrokerServer server =
                BrokerServer.start(broker, LoopbackPort.claim(0, "the broker", "--port"))) {
            TopicCreator.createMissing(
                    Map.of("bootstrap.servers", server.bootstrapServers()), Optional.empty());
            LoopbackConnections connections = LoopbackConnections.open(CONNECTIONS);
            try {
                train(server.bootstrapServers());
            } finally {
                connections.close();
            }
        }
        check();
    }

    private void train(String bootstrapServers) throws IOException, InterruptedException {
        int healthPort = LoopbackPort.claim(0, "health", "--health-port");
        Path log = scratch.resolve("collector.log");
        Process collector =
                new ProcessBuilder(
                                java(
                                        List.of("-XX:AOTCacheOutput=" + cache),
                                        "--config",
                                        configuration(bootstrapServers).toString(),
                                        "--health-port",
                                        Integer.toString(healthPort)))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            awaitRecords(collector, healthPort, log);
            checkLibraries(collector.pid());
            collector.destroy();
            if (!collector.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || !Files.exists(cache)) {
                throw new IOException("no AOT cache came of the training; see " + log);
            }
        } finally {
            collector.destroyForcibly();
        }
    }

    /**
     * Kafka's codec must come from the image: unpacked, it would need a writable /tmp each time.
     */
    private void checkLibraries(long pid) throws IOException {
        String maps = Files.readString(Path.of("/proc/" + pid + "/maps"));
        if (!maps.contains(home.resolve("lib").resolve(CollectorImage.ZSTD).toString())) {
            throw new IOException(
                    "the collector did not load "
                            + CollectorImage.ZSTD
                            + " from the image; zstd-jni may name it by another property now");
        }
    }

    private void awaitRecords(Process collector, int healthPort, Path log)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (acknowledged(client, healthPort) < ENOUGH_RECORDS) {
                if (!collector.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException(
                            "the collector did not reach the broker; its log is " + log);
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    private static long acknowledged(HttpClient client, int port) throws InterruptedException {
        try {
            get(client, port, "/health");
            Matcher matcher = ACKNOWLEDGED.matcher(get(client, port, "/metrics"));
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        } catch (IOException e) {
            return 0; // it does not listen yet
        }
    }

    private static String get(HttpClient client, int port, String path)
            throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Path configuration(String bootstrapServers) throws IOException {
        return Files.writeString(
                scratch.resolve("collector.properties"),
                """
                kafka.bootstrap.servers=%s
                collector.interval=200ms
                collector.fast-interval=100ms
                collector.cpu-budget=1
                collector.spool-dir=%s
                """
                        .formatted(bootstrapServers, scratch.resolve("spool")));
    }

    /** The virtual machine ends at once where it cannot use the cache. */
    private void check() throws IOException, InterruptedException {
        Process once =
                new ProcessBuilder(
                                java(
                                        List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on"),
                                        "--version"))
                        .inheritIO()
                        .start();
        if (once.waitFor() != 0) {
            throw new IOException("the virtual machine refuses the AOT cache " + cache);
        }
    }

    private List<String> java(List<String> aot, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(home.resolve("runtime/bin/java").toString());
        words.add("@" + home.resolve("lib/jvm.options"));
        words.addAll(aot);
        words.add("-DZstdNativePath=" + home.resolve("lib").resolve(CollectorImage.ZSTD));
        words.add("-jar");
        words.add(home.resolve("lib/linger-collector.jar").toString());
        words.addAll(List.of(arguments));
        return words;
    }
}
