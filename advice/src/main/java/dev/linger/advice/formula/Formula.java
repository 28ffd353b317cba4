// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

/**
 * The formulas by the names under which evidence and advice quote them. N is the number of usable
 * ephemeral ports, C the connections open now, T the 60 s of TIME_WAIT, d tcp_tw_reuse_delay, all
 * for one (source address, destination address, destination port).
 */
public enum Formula {
    F1("TIME_WAIT = closes/s * T"),
    F2("capacity = N"),
    F3("capacity of k destinations = k * N"),
    F4("sustainable closes/s = (N - C) / T"),
    F5("sustainable closes/s with reuse = (N - C) / d"),
    F6("TIME_WAIT with reuse = min(closes/s * T, N / 2) while closes/s * d <= N / 2"),
    F7("seconds to exhaustion = (N - C - TIME_WAIT) / closes/s"),
    F8("seconds to the latency cliff = (N / 2 - C - TIME_WAIT) / closes/s"),
    F9("extra connect() cost past N / 2 = N / 2 * 0.16 to 0.38 us"),
    F10("detection = idle + interval * probes"),
    F11("detection with TCP_USER_TIMEOUT = smallest idle + k * interval (k >= 1) >= user timeout"),
    F12("time-out of unacknowledged data = sum of min(0.2 s * 2^i, 120 s), i = 0..tcp_retries2"),
    F13("time-out of unacknowledged data = TCP_USER_TIMEOUT"),
    F14("life of an unacknowledged close = 0.2 s * (2^9 - 1)"),
    F15("connect time-out = tcp_syn_linear_timeouts + 2^(tcp_syn_retries + 1) - 1"),
    F16("life of an orphaned FIN_WAIT2 = t if t <= 60, else 2 * (t - 60), t = tcp_fin_timeout"),
    F17("TIME_WAIT memory = 256 B (server side) or 512 B (client side) each"),
    F18("idle ESTABLISHED memory = 3960 B each, buffers extra"),
    F19("accept slots = min(backlog, somaxconn) + 1"),
    F20("stall of a rejected SYN = first SYN retry after 60 s"),
    F21("safe from middleboxes if keep-alive idle + slack < their idle time-out"),
    F22("default detection = 7200 + 9 * 75 s"),
    /** close() drops one reference; the kernel sends the FIN with the last. */
    LAST_CLOSE("FIN with the close of the last descriptor"),
    /** RLIMIT_NOFILE of getrlimit(2). */
    DESCRIPTORS("descriptors = connections + listeners + files; TIME_WAIT has none"),
    /** TCP_DELACK_MIN. */
    DELAYED_ACK("a held segment waits for a delayed acknowledgement, 40 ms"),
    /** Whoever ends an idle connection first decides who meets a closed one. */
    IDLE_ORDER("safe if the client's idle time-out < the server's"),
    /** As N of one source address, on the addresses of the NAT. */
    SNAT_PORTS("capacity of a NAT per destination = addresses * ports of its range"),
    /** Two hosts of one kernel behave alike where they are set alike. */
    SAME_SETTINGS("settings that differ from those of the fleet = 0"),
    /** J. D. C. Little, 1961. */
    LITTLE("connections in use = requests/s * seconds each takes (Little's law)");

    private final String text;
    private final String shown;

    Formula(String text) {
        this.text = text;
        this.shown = isNumbered() ? name() + ": " + text : text;
    }

    /** The formula itself. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return shown;
    }

    /** Those that were measured one by one are known by their number. */
    private boolean isNumbered() {
        return name().charAt(0) == 'F' && Character.isDigit(name().charAt(1));
    }
}
