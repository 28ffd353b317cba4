// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Dotted names of the settings that advice reads or changes (Documentation/networking/ip-sysctl).
 * All are per network namespace.
 */
public final class Sysctl {
    public static final String IP_LOCAL_PORT_RANGE = "net.ipv4.ip_local_port_range";
    public static final String IP_LOCAL_RESERVED_PORTS = "net.ipv4.ip_local_reserved_ports";
    public static final String TCP_TW_REUSE = "net.ipv4.tcp_tw_reuse";
    public static final String TCP_TW_REUSE_DELAY = "net.ipv4.tcp_tw_reuse_delay";
    public static final String TCP_TW_RECYCLE = "net.ipv4.tcp_tw_recycle";
    public static final String TCP_TIMESTAMPS = "net.ipv4.tcp_timestamps";
    public static final String TCP_MAX_TW_BUCKETS = "net.ipv4.tcp_max_tw_buckets";
    public static final String TCP_FIN_TIMEOUT = "net.ipv4.tcp_fin_timeout";
    public static final String TCP_RFC1337 = "net.ipv4.tcp_rfc1337";
    public static final String TCP_KEEPALIVE_TIME = "net.ipv4.tcp_keepalive_time";
    public static final String TCP_KEEPALIVE_INTVL = "net.ipv4.tcp_keepalive_intvl";
    public static final String TCP_KEEPALIVE_PROBES = "net.ipv4.tcp_keepalive_probes";
    public static final String TCP_RETRIES2 = "net.ipv4.tcp_retries2";
    public static final String TCP_SYN_RETRIES = "net.ipv4.tcp_syn_retries";
    public static final String TCP_SYN_LINEAR_TIMEOUTS = "net.ipv4.tcp_syn_linear_timeouts";
    public static final String TCP_MAX_SYN_BACKLOG = "net.ipv4.tcp_max_syn_backlog";
    public static final String TCP_SYNCOOKIES = "net.ipv4.tcp_syncookies";
    public static final String TCP_EHASH_ENTRIES = "net.ipv4.tcp_ehash_entries";
    public static final String CONNTRACK_MAX = "net.netfilter.nf_conntrack_max";
    public static final String SOMAXCONN = "net.core.somaxconn";

    private Sysctl() {}

    /** The command that sets a value in the network namespace it runs in. */
    public static String set(String name, String value) {
        return value.indexOf(' ') >= 0
                ? "sysctl -w " + name + "=\"" + value + "\""
                : "sysctl -w " + name + "=" + value;
    }

    /** The command that takes a change back: to the value before, or to the kernel's default. */
    public static String restore(String name, @Nullable String before, String kernelDefault) {
        return set(name, before == null ? kernelDefault : before);
    }
}
