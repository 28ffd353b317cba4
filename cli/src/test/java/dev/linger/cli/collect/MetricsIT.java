// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.cli.run.HealthServer;
import dev.linger.collector.Collector;
import dev.linger.collector.CollectorConfig;
import dev.linger.collector.metrics.CollectorMetric;
import dev.linger.model.settings.Settings;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code GET /metrics} of a collector that reads this host, while Kafka is away. */
class MetricsIT {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void shouldOfferWhatPeopleChartInPrometheusFormat() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Collector collector = collector()) {
            collector.start();
            PrometheusText metrics = PrometheusText.parse(scrape(collector));

            assertThat(metrics.value("node_tcp_connection_states{state=\"listen\"}"))
                    .as("listener on %s", listener.getLocalPort())
                    .isPositive()
                    .isEqualTo(
                            metrics.sum(
                                    "system_network_connection_count",
                                    "network_connection_state=\"listen\""))
                    .isEqualTo(metrics.sum("linger_service_connections", "state=\"listen\""));
            assertThat(metrics.value("node_sockstat_TCP_inuse")).isPositive();
            assertThat(metrics.value("node_sockstat_TCP_mem_bytes"))
                    .isEqualTo(4096 * metrics.value("node_sockstat_TCP_mem"));
            assertThat(metrics.value("node_netstat_TcpExt_ListenOverflows")).isNotNegative();
            assertThat(metrics.value("node_netstat_Tcp_CurrEstab")).isNotNegative();
            assertThat(metrics.value("linger_records_dropped_total{reason=\"spool_full\"}"))
                    .isZero();
            assertThat(metrics.value("linger_snapshots_total")).isPositive();
            assertThat(metrics.names()).as("what no other machine may lack").containsAll(always());
        }
    }

    private static List<String> always() {
        return Arrays.stream(CollectorMetric.values())
                .filter(metric -> metric.counterpart().isEmpty())
                .filter(metric -> metric != CollectorMetric.SERVICE_PORTS)
                .map(CollectorMetric::metricName)
                .toList();
    }

    private static Collector collector() {
        return new Collector(
                CollectorConfig.from(
                        Settings.of(
                                Map.of("kafka.bootstrap.servers", "127.0.0.1:1"),
                                CollectorConfig.SETTINGS)));
    }

    private static String scrape(Collector collector) throws Exception {
        try (HealthServer server = HealthServer.start(collector, ANY_PORT);
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + server.port()
                                                            + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            return answer.body();
        }
    }
}
