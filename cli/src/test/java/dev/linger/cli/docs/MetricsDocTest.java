// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.docs;

import dev.linger.collector.metrics.CollectorMetric;
import dev.linger.model.golden.GoldenFile;
import dev.linger.streams.StreamMetric;

import org.junit.jupiter.api.Test;

import java.util.Locale;

/** Every metric of the collector, as docs/metrics.md lists them. */
class MetricsDocTest {
    private static final String HEAD =
            """
            # Metrics of the collector

            Generated from the code. `GET /metrics` on `--health-port` (7661) answers in Prometheus' text format. Names that node_exporter or
            OpenTelemetry gave keep their meaning, so that charts work as they are; where both programs are scraped, drop one's
            (`metric_relabel_configs`) before adding up. A name that ends with `_` goes on with the kernel's: `node_netstat_TcpExt_ListenOverflows`,
            `node_sockstat_TCP_tw`. OpenTelemetry's dots are underscores here, as its Prometheus exporter writes them. The other parts offer
            `linger_PART_healthy` and the numbers of their `GET /health`.

            | metric | type | labels | meaning | the same elsewhere |
            |---|---|---|---|---|
            """;

    private static final String STREAM_HEAD =
            """

            # Metrics of the stream processing

            Besides `linger_stream_healthy`. Each is a detail of `GET /health` too. They are those of one instance: add up counters, and take the
            largest of ages and lags, over all. A counter begins anew with the process.

            | metric | type | meaning |
            |---|---|---|
            """;

    @Test
    void shouldListEveryMetric() {
        StringBuilder table = new StringBuilder(HEAD);
        for (CollectorMetric metric : CollectorMetric.values()) {
            table.append(
                    "| `%s` | %s | %s | %s | %s |%n"
                            .formatted(
                                    metric.metricName(),
                                    metric.kind().name().toLowerCase(Locale.ROOT),
                                    metric.labels(),
                                    metric.help(),
                                    metric.counterpart()));
        }
        table.append(STREAM_HEAD);
        for (StreamMetric metric : StreamMetric.values()) {
            table.append(
                    "| `%s` | %s | %s |%n"
                            .formatted(
                                    metric.metricName(),
                                    metric.kind().name().toLowerCase(Locale.ROOT),
                                    metric.help()));
        }
        GoldenFile.assertMatches("docs/metrics.md", table.toString());
    }
}
