// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.part.Health;
import dev.linger.model.part.MetricFamily;
import dev.linger.model.part.MetricFamily.Kind;
import dev.linger.model.part.MetricFamily.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every metric of the stream processing; each is also a detail of its health. */
public enum StreamMetric {
    SNAPSHOTS_READ("snapshotsRead", "snapshots_read_total", Kind.COUNTER, "Socket snapshots read."),
    SNAPSHOTS_DUPLICATE(
            "snapshotsDuplicate",
            "snapshots_duplicate_total",
            Kind.COUNTER,
            "Snapshots dropped because they were here before: same host, boot id and sequence."),
    KERNELS_READ(
            "kernelSnapshotsRead",
            "kernel_snapshots_read_total",
            Kind.COUNTER,
            "Kernel snapshots read."),
    MINUTES_COMPLETED(
            "minutesCompleted",
            "minutes_completed_total",
            Kind.COUNTER,
            "Service-minutes published for good."),
    MINUTES_RUNNING(
            "minutesRunning",
            "minutes_running_total",
            Kind.COUNTER,
            "Views of running minutes published."),
    MINUTES_CORRECTED(
            "minutesCorrected",
            "minutes_corrected_total",
            Kind.COUNTER,
            "Complete minutes published again, because a partition woke up with data of them."),
    FINDINGS_OPENED(
            "findingsOpened", "findings_opened_total", Kind.COUNTER, "Findings that were opened."),
    FINDINGS_RESOLVED(
            "findingsResolved",
            "findings_resolved_total",
            Kind.COUNTER,
            "Findings that were resolved."),
    DEAD_LETTERED(
            "deadLettered",
            "dead_lettered_total",
            Kind.COUNTER,
            "Records refused, which went to linger.dead-letters with the reason."),
    LAG(
            "lagRecords",
            "lag_records",
            Kind.GAUGE,
            "Committed records that wait in the partition where most do."),
    SNAPSHOT_AGE(
            "latestSnapshotAgeSeconds",
            "latest_snapshot_age_seconds",
            Kind.GAUGE,
            "Time since the newest snapshot that was read was appended."),
    MINUTE_AGE(
            "completedMinuteAgeSeconds",
            "completed_minute_age_seconds",
            Kind.GAUGE,
            "Time since the end of the newest complete minute: end to end, between grace and grace"
                    + " plus 60 s plus some commits where all is well."),
    STUCK(
            "stuckSeconds",
            "stuck_seconds",
            Kind.GAUGE,
            "For how long no record was processed although some wait; 0 below a minute."),
    REBALANCES(
            "rebalances",
            "rebalances_total",
            Kind.COUNTER,
            "Times that tasks were shared out anew with this instance."),
    STORES_RESTORING(
            "storesRestoring",
            "stores_restoring",
            Kind.GAUGE,
            "Stores that are being rebuilt from their changelogs now."),
    RECORDS_TO_RESTORE(
            "recordsToRestore",
            "records_to_restore_total",
            Kind.COUNTER,
            "Records of the changelogs that were or are to be read for that."),
    RECORDS_RESTORED(
            "recordsRestored",
            "records_restored_total",
            Kind.COUNTER,
            "Records of the changelogs that were read.");

    private static final String PREFIX = "linger_stream_";

    private final String detail;
    private final String name;
    private final Kind kind;
    private final String help;

    StreamMetric(String detail, String name, Kind kind, String help) {
        this.detail = detail;
        this.name = PREFIX + name;
        this.kind = kind;
        this.help = help;
    }

    /** The metric's name in Prometheus. */
    public String metricName() {
        return name;
    }

    /** Counter or gauge. */
    public Kind kind() {
        return kind;
    }

    /** One sentence. */
    public String help() {
        return help;
    }

    /** The metrics that this health has figures for. */
    static List<MetricFamily> of(Health health) {
        List<MetricFamily> families = new ArrayList<>();
        families.add(
                MetricFamily.of(
                        PREFIX + "healthy",
                        Kind.GAUGE,
                        "1 while GET /health answers 200.",
                        health.healthy() ? 1 : 0));
        for (StreamMetric metric : values()) {
            if (health.details().get(metric.detail) instanceof Number value) {
                families.add(
                        new MetricFamily(
                                metric.name,
                                metric.kind,
                                metric.help,
                                List.of(new Sample(Map.of(), value.doubleValue()))));
            }
        }
        return families;
    }
}
