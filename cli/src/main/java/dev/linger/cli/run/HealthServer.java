// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.linger.model.json.RecordWriter;
import dev.linger.model.part.Health;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartAnswer;
import dev.linger.model.part.PartFailedException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code GET /health}: 200 and {@code {"part", "healthy", "summary", "details"}} while the part
 * does its work, 503 and the same while it does not. {@code GET /metrics}: what the part counts, in
 * Prometheus' text format. Whatever else the part answers, such as {@code GET /services/NAME} of
 * the stream processing.
 */
public final class HealthServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;

    private HealthServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Serves the health of {@code part}.
     *
     * @param address where; port 0 takes a free one
     * @throws PartFailedException if the port is taken
     */
    public static HealthServer start(Part part, InetSocketAddress address) {
        try {
            HttpServer server = HttpServer.create(address, 16);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext("/health", exchange -> health(part, exchange));
            server.createContext("/metrics", exchange -> metrics(part, exchange));
            server.createContext("/", exchange -> question(part, exchange));
            server.start();
            return new HealthServer(server, threads);
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot listen on "
                            + address.getHostString()
                            + ":"
                            + address.getPort()
                            + " for health ("
                            + e.getMessage()
                            + "); give another port with --health-port (0 picks a free one)",
                    e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static void health(Part part, HttpExchange exchange) throws IOException {
        Health health = part.health();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("part", part.name());
        body.put("healthy", health.healthy());
        body.put("summary", health.summary());
        body.put("details", health.details());
        answer(
                exchange,
                health.healthy() ? 200 : 503,
                "application/json",
                new String(RecordWriter.write(body), StandardCharsets.UTF_8) + "\n");
    }

    private static void metrics(Part part, HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                MetricsText.of(part.metrics()));
    }

    private static void question(Part part, HttpExchange exchange) throws IOException {
        PartAnswer answer =
                part.answer(exchange.getRequestURI().getPath())
                        .orElseGet(() ->
                                new PartAnswer(
                                        404, "{\"error\":\"GET /health or GET /metrics\"}", null));
        if (answer.location() != null) {
            exchange.getResponseHeaders().set("Location", answer.location().toString());
        }
        answer(exchange, answer.status(), "application/json", answer.json() + "\n");
    }

    private static void answer(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
