// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.kernel;

/** {@code net.ipv4.tcp_tw_reuse}: which TIME_WAIT a connect() may take over. */
public enum TwReuse {
    /** 0: none. */
    OFF,
    /** 1: any that is older than tcp_tw_reuse_delay, if both ends speak timestamps. */
    ALL,
    /** 2, the default since 4.19: only towards 127.0.0.0/8 and ::1, or on the loopback device. */
    LOOPBACK;

    /**
     * The meaning of the number.
     *
     * @throws IllegalArgumentException for anything but 0, 1 and 2
     */
    public static TwReuse ofNumber(long number) {
        return switch ((int) number) {
            case 0 -> OFF;
            case 1 -> ALL;
            case 2 -> LOOPBACK;
            default -> throw new IllegalArgumentException("tcp_tw_reuse is " + number);
        };
    }
}
