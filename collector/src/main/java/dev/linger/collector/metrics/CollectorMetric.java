// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.metrics;

import dev.linger.model.part.MetricFamily;
import dev.linger.model.part.MetricFamily.Kind;
import dev.linger.model.part.MetricFamily.Sample;

import java.util.List;

/**
 * Every metric of the collector. Those that node_exporter or OpenTelemetry name keep that name and
 * meaning: counts of the collector's own network namespace.
 */
public enum CollectorMetric {
    /** Sockets by state, as node_exporter's tcpstat. */
    NODE_CONNECTIONS(
            "node_tcp_connection_states",
            Kind.GAUGE,
            "state",
            "TCP sockets of the collector's own network namespace, by state.",
            "node_exporter, collector tcpstat"),
    /** Lines of sockstat, as node_exporter's sockstat. */
    NODE_SOCKSTAT(
            "node_sockstat_",
            Kind.GAUGE,
            "",
            "Entry of /proc/net/sockstat or sockstat6; _mem counts pages, _mem_bytes bytes.",
            "node_exporter, collector sockstat"),
    /** Counters of netstat and snmp, as node_exporter's netstat. */
    NODE_NETSTAT(
            "node_netstat_",
            Kind.UNTYPED,
            "",
            "Counter of /proc/net/netstat or snmp: Tcp, TcpExt and IpExt, all of them.",
            "node_exporter, collector netstat"),
    /** Connection tracking in use. */
    NODE_CONNTRACK(
            "node_nf_conntrack_entries",
            Kind.GAUGE,
            "",
            "Entries of connection tracking; absent where the kernel tracks none.",
            "node_exporter, collector conntrack"),
    /** Connection tracking allowed. */
    NODE_CONNTRACK_LIMIT(
            "node_nf_conntrack_entries_limit",
            Kind.GAUGE,
            "",
            "Entries of connection tracking that may be in use.",
            "node_exporter, collector conntrack"),
    /** Descriptors in use. */
    NODE_DESCRIPTORS(
            "node_filefd_allocated",
            Kind.GAUGE,
            "",
            "File descriptors of the whole host.",
            "node_exporter, collector filefd"),
    /** Descriptors allowed. */
    NODE_DESCRIPTORS_LIMIT(
            "node_filefd_maximum",
            Kind.GAUGE,
            "",
            "File descriptors that the whole host may use.",
            "node_exporter, collector filefd"),
    /** Sockets by state and family, in OpenTelemetry's words. */
    OTEL_CONNECTIONS(
            "system_network_connection_count",
            Kind.GAUGE,
            "network_connection_state, network_transport, network_type",
            "TCP sockets of the collector's own network namespace, by state and address family.",
            "OpenTelemetry `system.network.connection.count` with `network.connection.state`,"
                    + " `network.transport`, `network.type`"),
    /** Sockets by service. */
    SERVICE_CONNECTIONS(
            "linger_service_connections",
            Kind.GAUGE,
            "service, side, state",
            "TCP sockets of all namespaces looked at, by service; states without a socket are left"
                    + " out, and services beyond the 200 with most sockets are 'other'.",
            ""),
    /** Worst port use by service. */
    SERVICE_PORTS(
            "linger_service_ephemeral_ports_ratio",
            Kind.GAUGE,
            "service",
            "Ephemeral ports used over usable, towards the endpoint where it is highest.",
            ""),
    /** Sockets that nobody owns. */
    UNATTRIBUTED(
            "linger_unattributed_connections",
            Kind.GAUGE,
            "",
            "Sockets of the latest snapshot whose owner is not known.",
            ""),
    /** Health. */
    HEALTHY("linger_collector_healthy", Kind.GAUGE, "", "1 while GET /health answers 200.", ""),
    /** Snapshots taken. */
    SNAPSHOTS("linger_snapshots_total", Kind.COUNTER, "", "Socket snapshots taken.", ""),
    /** Wall time of scans. */
    SCAN_SECONDS(
            "linger_scan_duration_seconds",
            Kind.GAUGE,
            "",
            "Wall time of all scans of the latest snapshot.",
            ""),
    /** Sockets scanned. */
    SCAN_SOCKETS(
            "linger_scan_sockets", Kind.GAUGE, "", "Sockets read for the latest snapshot.", ""),
    /** Errors of the scan. */
    SCAN_ERRORS(
            "linger_scan_errors",
            Kind.GAUGE,
            "",
            "Sentences among reader.errors of the latest snapshot; GET /health shows them.",
            ""),
    /** Present intervals. */
    INTERVAL(
            "linger_scan_interval_seconds",
            Kind.GAUGE,
            "scan",
            "Present time between scans, full or fast, as collector.cpu-budget stretches it.",
            ""),
    /** Namespaces. */
    NAMESPACES(
            "linger_namespaces",
            Kind.GAUGE,
            "result",
            "Network namespaces of the latest snapshot, seen or failed.",
            ""),
    /** Groups folded. */
    FOLDED(
            "linger_folded_groups",
            Kind.GAUGE,
            "",
            "Groups of the latest snapshot that were folded into 'other'.",
            ""),
    /** Records acknowledged. */
    ACKNOWLEDGED(
            "linger_records_acknowledged_total",
            Kind.COUNTER,
            "",
            "Records that Kafka has acknowledged.",
            ""),
    /** Records dropped. */
    DROPPED(
            "linger_records_dropped_total",
            Kind.COUNTER,
            "reason",
            "Records dropped: memory_full, spool_full or spool_failed. Readers see gaps.",
            ""),
    /** Records refused. */
    REFUSED(
            "linger_records_refused_total",
            Kind.COUNTER,
            "",
            "Records that Kafka refused for good: too large.",
            ""),
    /** Bytes that wait. */
    WAITING(
            "linger_waiting_bytes",
            Kind.GAUGE,
            "",
            "Bytes that wait for Kafka, in memory and in the spool.",
            ""),
    /** Age of the last acknowledgement. */
    ACKNOWLEDGEMENT_AGE(
            "linger_acknowledgement_age_seconds",
            Kind.GAUGE,
            "",
            "Time since Kafka acknowledged a record, or since the start.",
            "");

    private final String metricName;
    private final Kind kind;
    private final String labels;
    private final String help;
    private final String counterpart;

    CollectorMetric(String metricName, Kind kind, String labels, String help, String counterpart) {
        this.metricName = metricName;
        this.kind = kind;
        this.labels = labels;
        this.help = help;
        this.counterpart = counterpart;
    }

    /** Its name; where it ends with an underscore, the kernel's name follows. */
    public String metricName() {
        return metricName;
    }

    /** Its type. */
    public Kind kind() {
        return kind;
    }

    /** Names of its labels, for the reference. */
    public String labels() {
        return labels;
    }

    /** What it counts. */
    public String help() {
        return help;
    }

    /** Who else has it under this name; empty where it is Linger's own. */
    public String counterpart() {
        return counterpart;
    }

    MetricFamily of(long value) {
        return of((double) value);
    }

    MetricFamily of(double value) {
        return MetricFamily.of(metricName, kind, help, value);
    }

    MetricFamily of(List<Sample> samples) {
        return new MetricFamily(metricName, kind, help, samples);
    }

    MetricFamily named(String kernelName, long value) {
        return MetricFamily.of(metricName + kernelName, kind, help, (double) value);
    }
}
