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

    private Counter() {}
}
