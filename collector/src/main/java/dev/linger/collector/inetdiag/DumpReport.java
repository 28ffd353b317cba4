// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

/**
 * How a dump went that succeeded in the end.
 *
 * @param source where the sockets were read from
 * @param sockets sockets visited in the attempt that counts
 * @param interrupted attempts that were repeated, because the kernel marked them NLM_F_DUMP_INTR or
 *     lost messages (ENOBUFS)
 * @param startedAtNanos when the attempt that counts began, as {@link System#nanoTime()}
 * @param finishedAtNanos when it ended
 */
public record DumpReport(
        SocketSource source,
        long sockets,
        int interrupted,
        long startedAtNanos,
        long finishedAtNanos) {
    /** How long the attempt that counts took, visits included, in microseconds. */
    public long micros() {
        return (finishedAtNanos - startedAtNanos) / 1000;
    }
}
