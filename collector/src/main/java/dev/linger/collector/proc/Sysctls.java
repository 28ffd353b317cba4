// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sysctls that advice rests on, documented in ip-sysctl.rst of the kernel. Those under net are
 * of the network namespace of the reading thread.
 */
public final class Sysctls {
    /** Names that are read. */
    public static final List<String> NAMES =
            List.of(
                    "fs.file-max",
                    "fs.nr_open",
                    "net.core.somaxconn",
                    "net.ipv4.ip_autobind_reuse",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.ip_local_reserved_ports",
                    "net.ipv4.tcp_abort_on_overflow",
                    "net.ipv4.tcp_ehash_entries",
                    "net.ipv4.tcp_fin_timeout",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes",
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_max_orphans",
                    "net.ipv4.tcp_max_syn_backlog",
                    "net.ipv4.tcp_max_tw_buckets",
                    "net.ipv4.tcp_mem",
                    "net.ipv4.tcp_orphan_retries",
                    "net.ipv4.tcp_retries1",
                    "net.ipv4.tcp_retries2",
                    "net.ipv4.tcp_rfc1337",
                    "net.ipv4.tcp_rmem",
                    "net.ipv4.tcp_syn_linear_timeouts",
                    "net.ipv4.tcp_syn_retries",
                    "net.ipv4.tcp_synack_retries",
                    "net.ipv4.tcp_syncookies",
                    "net.ipv4.tcp_timestamps",
                    "net.ipv4.tcp_tw_recycle",
                    "net.ipv4.tcp_tw_reuse",
                    "net.ipv4.tcp_tw_reuse_delay",
                    "net.ipv4.tcp_wmem",
                    "net.netfilter.nf_conntrack_max",
                    "net.netfilter.nf_conntrack_tcp_be_liberal",
                    "net.netfilter.nf_conntrack_tcp_loose",
                    "net.netfilter.nf_conntrack_tcp_timeout_established",
                    "net.netfilter.nf_conntrack_tcp_timeout_time_wait");

    private Sysctls() {}

    /**
     * Reads them all.
     *
     * @return values by dotted name, parts of a value separated by one space; a name that this
     *     kernel or namespace lacks is absent, and so is one whose value is empty
     * @throws IOException if one is there and not readable
     */
    public static Map<String, String> read(ProcFs proc) throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (String name : NAMES) {
            String text = proc.readIfPresent("sys/" + name.replace('.', '/'));
            if (text != null && !text.isEmpty()) {
                values.put(name, text.replaceAll("\\s+", " "));
            }
        }
        return values;
    }
}
