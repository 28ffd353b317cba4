// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.metrics;

import dev.linger.collector.publish.PublishReport;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.part.MetricFamily;
import dev.linger.model.part.MetricFamily.Sample;
import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.SocketSnapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a running collector offers on {@code GET /metrics}. */
public final class CollectorMetrics {
    private static final double MICROS = 1e6;

    private CollectorMetrics() {}

    /**
     * Scans and sending.
     *
     * @param interval present time between snapshots
     * @param fastInterval present time between fast scans
     */
    public static List<MetricFamily> ofRun(
            boolean healthy,
            long snapshots,
            Duration interval,
            Duration fastInterval,
            PublishReport report) {
        return List.of(
                CollectorMetric.HEALTHY.of(healthy ? 1 : 0),
                CollectorMetric.SNAPSHOTS.of(snapshots),
                CollectorMetric.INTERVAL.of(
                        List.of(
                                new Sample(Map.of("scan", "full"), seconds(interval)),
                                new Sample(Map.of("scan", "fast"), seconds(fastInterval)))),
                CollectorMetric.ACKNOWLEDGED.of(report.acknowledged()),
                CollectorMetric.DROPPED.of(
                        List.of(
                                dropped("memory_full", report.droppedMemoryFull()),
                                dropped("spool_full", report.droppedSpoolFull()),
                                dropped("spool_failed", report.droppedSpoolFailed()))),
                CollectorMetric.REFUSED.of(report.refused()),
                CollectorMetric.WAITING.of(report.waitingBytes()),
                CollectorMetric.ACKNOWLEDGEMENT_AGE.of(seconds(report.sinceAcknowledged())));
    }

    /** The latest snapshots: what they say, and how the sockets were read. */
    public static List<MetricFamily> ofSnapshots(SocketSnapshot sockets, KernelSnapshot kernel) {
        ReaderReport reader = sockets.reader();
        List<MetricFamily> families =
                new ArrayList<>(
                        List.of(
                                CollectorMetric.SCAN_SECONDS.of(reader.scanMicros() / MICROS),
                                CollectorMetric.SCAN_SOCKETS.of(reader.socketsScanned()),
                                CollectorMetric.SCAN_ERRORS.of(reader.errors().size()),
                                CollectorMetric.NAMESPACES.of(
                                        List.of(
                                                namespaces("seen", reader.namespacesSeen()),
                                                namespaces("failed", reader.namespacesFailed()))),
                                CollectorMetric.FOLDED.of(reader.foldedGroups())));
        families.addAll(SocketMetrics.of(sockets, kernel.namespaces().getFirst().namespace()));
        families.addAll(KernelMetrics.of(kernel));
        return families;
    }

    private static Sample dropped(String reason, long records) {
        return new Sample(Map.of("reason", reason), (double) records);
    }

    private static Sample namespaces(String result, int count) {
        return new Sample(Map.of("result", result), count);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
