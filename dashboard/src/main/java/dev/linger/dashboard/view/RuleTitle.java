// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.model.finding.RuleName;

/** The name of an anomaly in words. */
public final class RuleTitle {
    private RuleTitle() {}

    /** What is going on, in a few words. */
    public static String of(RuleName rule) {
        return switch (rule) {
            case EPHEMERAL_PORTS_PRESSURE -> "Ephemeral ports under pressure";
            case EPHEMERAL_PORTS_EXHAUSTED -> "Ephemeral ports exhausted";
            case TIME_WAIT_REUSED -> "TIME_WAIT is being reused";
            case TW_REUSE_INEFFECTIVE -> "tcp_tw_reuse has no effect";
            case TW_REUSE_LOOPBACK_ONLY -> "tcp_tw_reuse covers loopback only";
            case TW_REUSE_DELAY_UNSAFE -> "tcp_tw_reuse_delay is unsafe";
            case SERVER_CLOSES_FIRST -> "Server closes first";
            case TIME_WAIT_TABLE_FULL -> "TIME_WAIT table is full";
            case TIME_WAIT_TABLE_LOWERED -> "TIME_WAIT table was made smaller";
            case FIN_TIMEOUT_MISUSED -> "tcp_fin_timeout is misused";
            case TW_RECYCLE_CONFIGURED -> "tcp_tw_recycle is configured";
            case ABORTIVE_CLOSE -> "Connections are aborted on close";
            case CLOSE_WITH_UNREAD_DATA -> "Closes with unread data";
            case BIND_BEFORE_CONNECT -> "Binds before connecting";
            case FIXED_SOURCE_PORT -> "Fixed source port";
            case CONNECT_STALLED -> "Connections stall while opening";
            case RFC1337_STALL -> "tcp_rfc1337 stalls reconnects";
            case KEEPALIVE_MISSING -> "Keep-alive is missing";
            case KEEPALIVE_TOO_SLOW -> "Keep-alive is too slow";
            case PEER_NOT_ANSWERING -> "Peer does not answer";
            case WRITE_STALLED -> "Writes are stalled";
            case CLOSE_WAIT_LEAK -> "Application forgets to close";
            case FIN_WAIT2_PILEUP -> "Peers forget to close";
            case HALF_CLOSED_HELD -> "Half-closed connections are held";
            case CLOSE_UNACKNOWLEDGED -> "Close is not acknowledged";
            case SOCKET_SHARED_AFTER_CLOSE -> "Closed socket is still shared";
            case ACCEPT_QUEUE_FULL -> "Accept queue is full";
            case BACKLOG_CAPPED -> "Backlog is capped";
            case SYN_QUEUE_FULL -> "SYN queue is full";
            case PHANTOM_ESTABLISHED -> "Connections that only one end has";
            case FD_LIMIT_NEAR -> "File descriptors run out";
            case POOL_IDLE_LONGER_THAN_SERVER -> "Pool idles longer than its server";
            case NAGLE_DELAYED_ACK -> "Nagle meets delayed ACK";
            case SNAT_POOL_EXHAUSTED -> "SNAT pool is exhausted";
            case SYSCTL_DRIFT -> "Kernel settings drift";
            case HOST_SILENT -> "Host is silent";
            case CLOCK_SKEWED -> "Clock is skewed";
            case SNAPSHOT_GAP -> "Snapshots are missing";
        };
    }
}
