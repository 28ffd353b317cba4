// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

/**
 * How many sockets are in TIME_WAIT.
 *
 * <p>T is compiled into Linux (TCP_TIMEWAIT_LEN); no setting changes it. Counts come out up to 3 %
 * lower than predicted: a late ACK makes the peer send an RST, which ends the TIME_WAIT early.
 */
public final class TimeWait {
    /** T. The timer wheel adds 0.7 to 2.5 s at HZ=250. */
    public static final double SECONDS = 60;

    private TimeWait() {}

    /**
     * F1: sockets in TIME_WAIT at a steady rate.
     *
     * @param closesPerSecond connections that this end closes first
     */
    public static double sockets(double closesPerSecond) {
        return closesPerSecond * SECONDS;
    }

    /**
     * F6: the same on a client whose connect() takes over old TIME_WAIT. Ports of one parity are
     * tried first, and as long as one of them can be taken over, the others stay unused: the count
     * settles at N/2. Beyond {@code closesPerSecond * delay > N/2} it goes up to what is too young
     * to be taken over; that part is not measured.
     *
     * @param closesPerSecond connections to one destination that this end closes first
     * @param usablePorts N
     * @param delaySeconds tcp_tw_reuse_delay
     */
    public static double socketsWithReuse(
            double closesPerSecond, long usablePorts, double delaySeconds) {
        double tooYoung = closesPerSecond * delaySeconds;
        double plateau = Math.max(usablePorts / 2.0, Math.min(tooYoung, (double) usablePorts));
        return Math.min(sockets(closesPerSecond), plateau);
    }
}
