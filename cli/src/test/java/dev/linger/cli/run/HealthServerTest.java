// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.part.Health;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartFailedException;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

class HealthServerTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private record Restoring(boolean done) implements Part {
        @Override
        public String name() {
            return "stream";
        }

        @Override
        public void start() {}

        @Override
        public Health health() {
            return new Health(
                    done, done ? "runs" : "restores", Map.of("recordsRead", 12, "state", "X"));
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldAnswerWithStatusAndFiguresOfThePart() throws Exception {
        try (HealthServer server = HealthServer.start(new Restoring(true), ANY_PORT)) {
            HttpResponse<String> health = get(server, "/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body())
                    .contains("\"part\":\"stream\"", "\"healthy\":true", "\"recordsRead\":12");

            assertThat(get(server, "/metrics").body())
                    .isEqualTo(
                            """
                            # HELP linger_stream_healthy 1 while the part does its work.
                            # TYPE linger_stream_healthy gauge
                            linger_stream_healthy 1
                            # HELP linger_stream_records_read Detail recordsRead of the part's health.
                            # TYPE linger_stream_records_read gauge
                            linger_stream_records_read 12
                            """);
        }
    }

    @Test
    void shouldAnswer503WhileThePartDoesNotWork() throws Exception {
        try (HealthServer server = HealthServer.start(new Restoring(false), ANY_PORT)) {
            assertThat(get(server, "/health").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void shouldSayWhatToDoWhereThePortIsTaken() {
        try (HealthServer server = HealthServer.start(new Restoring(true), ANY_PORT)) {
            assertThatThrownBy(() ->
                            HealthServer.start(
                                    new Restoring(true),
                                    new InetSocketAddress(
                                            InetAddress.getLoopbackAddress(), server.port())))
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("--health-port");
        }
    }

    private static HttpResponse<String> get(HealthServer server, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
