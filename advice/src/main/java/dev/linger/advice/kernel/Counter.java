// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.kernel;

/** Counters of /proc/net/netstat and /proc/net/snmp that rules look at, by {@code Table.Name}. */
public final class Counter {
    /** SYNs and final ACKs dropped because an accept queue was full. */
    public static final String LISTEN_OVERFLOWS = "TcpExt.ListenOverflows";

    /** The same and other drops at listening sockets. */
    public static final String LISTEN_DROPS = "TcpExt.ListenDrops";

    /** TIME_WAIT sockets that a connect() took over; a SYN that replaces one is counted nowhere. */
    public static final String TW_RECYCLED = "TcpExt.TWRecycled";

    /** TIME_WAIT sockets not created because tcp_max_tw_buckets was reached. */
    public static final String TIME_WAIT_OVERFLOW = "TcpExt.TCPTimeWaitOverflow";

    /** Connections reset because their owner closed them with SO_LINGER 0, or data came after. */
    public static final String TCP_ABORT_ON_DATA = "TcpExt.TCPAbortOnData";

    /** Connections reset because their owner closed them with input unread. */
    public static final String TCP_ABORT_ON_CLOSE = "TcpExt.TCPAbortOnClose";

    /** Segments that a TIME_WAIT refused by their timestamp; kernels 6.14 and later. */
    public static final String PAWS_TIME_WAIT = "TcpExt.PAWSTimewait";

    /** Acknowledgements that a TIME_WAIT did not send because of the rate limit. */
    public static final String ACK_SKIPPED_TIME_WAIT = "TcpExt.TCPACKSkippedTimeWait";

    /** SYNs answered with a cookie because the SYN queue was full. */
    public static final String REQ_QUEUE_FULL_COOKIES = "TcpExt.TCPReqQFullDoCookies";

    /** SYNs dropped because the SYN queue was full and cookies are off. */
    public static final String REQ_QUEUE_FULL_DROP = "TcpExt.TCPReqQFullDrop";

    /** Connections that the NAT could not place, because no port was left or another took it. */
    public static final String CONNTRACK_INSERT_FAILED = "nf_conntrack.insert_failed";

    /** Packets dropped because no entry could be made. */
    public static final String CONNTRACK_DROP = "nf_conntrack.drop";

    /** A level: TIME_WAIT and FIN_WAIT2 mini-sockets of the namespace. */
    public static final String SOCKSTAT_TIME_WAIT = "sockstat.TCP.tw";

    /** A level: entries of connection tracking. */
    public static final String CONNTRACK_COUNT = "conntrack.count";

    private Counter() {}
}
