// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import java.util.List;

/**
 * What came of a request.
 *
 * @param succeeded connections or writes that went through
 * @param failedCall system call of the first failure; empty when all went through
 * @param errno errno of the first failure; 0 when all went through
 * @param failedMicros duration of the attempt that failed, from socket(), us; 0 where none did
 * @param connectMicrosByTenth median duration of connect() in each tenth of the successes, us;
 *     empty where fewer than ten were made
 */
public record Outcome(
        int succeeded,
        String failedCall,
        int errno,
        long failedMicros,
        List<Long> connectMicrosByTenth) {
    static final int TENTHS = 10;

    /** EADDRINUSE: bind() found no free port. */
    public static final int EADDRINUSE = 98;

    /** EADDRNOTAVAIL: connect() found no free port. */
    public static final int EADDRNOTAVAIL = 99;

    /** ECONNRESET: the peer sent RST. */
    public static final int ECONNRESET = 104;

    /** ETIMEDOUT: the peer did not answer. */
    public static final int ETIMEDOUT = 110;

    /** Copies the list. */
    public Outcome {
        connectMicrosByTenth = List.copyOf(connectMicrosByTenth);
    }

    /** Median duration of connect() in the first half of the successes, us. */
    public long firstHalfMicros() {
        return median(0, TENTHS / 2);
    }

    /** Median duration of connect() in the second half of the successes, us. */
    public long secondHalfMicros() {
        return median(TENTHS / 2, TENTHS);
    }

    /** How much slower connect() was in the last tenth of the successes than in the first. */
    public double lastTenthOverFirst() {
        return (double) median(TENTHS - 1, TENTHS) / Math.max(1, median(0, 1));
    }

    private long median(int from, int to) {
        List<Long> sorted = connectMicrosByTenth.subList(from, to).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    static Outcome of(int succeeded) {
        return new Outcome(succeeded, "", 0, 0, List.of());
    }

    static Outcome failed(int succeeded, String call, int errno) {
        return new Outcome(succeeded, call, errno, 0, List.of());
    }

    Outcome with(List<Long> micros) {
        return new Outcome(succeeded, failedCall, errno, failedMicros, micros);
    }

    Outcome after(long micros) {
        return new Outcome(succeeded, failedCall, errno, micros, connectMicrosByTenth);
    }
}
