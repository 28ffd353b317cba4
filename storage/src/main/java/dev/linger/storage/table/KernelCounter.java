// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import java.util.List;

/**
 * A counter of the kernel that is kept.
 *
 * @param column its column in kernel_counter and kernel_counter_minute
 * @param name its name in kernel snapshots
 */
record KernelCounter(String column, String name) {
    /** All of them, in the order of the columns. */
    static final List<KernelCounter> ALL =
            List.of(
                    new KernelCounter("active_opens", "Tcp.ActiveOpens"),
                    new KernelCounter("passive_opens", "Tcp.PassiveOpens"),
                    new KernelCounter("attempt_fails", "Tcp.AttemptFails"),
                    new KernelCounter("estab_resets", "Tcp.EstabResets"),
                    new KernelCounter("in_segs", "Tcp.InSegs"),
                    new KernelCounter("out_segs", "Tcp.OutSegs"),
                    new KernelCounter("retrans_segs", "Tcp.RetransSegs"),
                    new KernelCounter("out_rsts", "Tcp.OutRsts"),
                    new KernelCounter("listen_overflows", "TcpExt.ListenOverflows"),
                    new KernelCounter("listen_drops", "TcpExt.ListenDrops"),
                    new KernelCounter("req_q_full_drop", "TcpExt.TCPReqQFullDrop"),
                    new KernelCounter("req_q_full_do_cookies", "TcpExt.TCPReqQFullDoCookies"),
                    new KernelCounter("time_wait_overflow", "TcpExt.TCPTimeWaitOverflow"),
                    new KernelCounter("tw", "TcpExt.TW"),
                    new KernelCounter("tw_recycled", "TcpExt.TWRecycled"),
                    new KernelCounter("paws_timewait", "TcpExt.PAWSTimewait"),
                    new KernelCounter("ack_skipped_time_wait", "TcpExt.TCPACKSkippedTimeWait"),
                    new KernelCounter("abort_on_data", "TcpExt.TCPAbortOnData"),
                    new KernelCounter("abort_on_close", "TcpExt.TCPAbortOnClose"),
                    new KernelCounter("abort_on_memory", "TcpExt.TCPAbortOnMemory"),
                    new KernelCounter("abort_on_timeout", "TcpExt.TCPAbortOnTimeout"),
                    new KernelCounter("abort_failed", "TcpExt.TCPAbortFailed"),
                    new KernelCounter("keep_alive_probes", "TcpExt.TCPKeepAlive"),
                    new KernelCounter("timeouts", "TcpExt.TCPTimeouts"),
                    new KernelCounter("syn_retrans", "TcpExt.TCPSynRetrans"),
                    new KernelCounter("memory_pressures", "TcpExt.TCPMemoryPressures"),
                    new KernelCounter("conntrack_insert_failed", "nf_conntrack.insert_failed"),
                    new KernelCounter("conntrack_drop", "nf_conntrack.drop"),
                    new KernelCounter("conntrack_early_drop", "nf_conntrack.early_drop"));
}
