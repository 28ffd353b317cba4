// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import java.io.IOException;

/**
 * Reads the ephemeral ports of one network namespace again and again: once a minute, as often as a
 * kernel snapshot tells of them, since two files of /proc take as long as hundreds of sockets.
 * Parses what has changed only. For one thread at a time.
 */
public final class EphemeralPortsReader {
    private static final long BELIEVED_NANOS = 60_000_000_000L;

    private final ProcFs proc;
    private String range = "";
    private String reserved = "";
    private EphemeralPorts latest = EphemeralPorts.NONE;
    private long readAtNanos;
    private boolean hasRead;

    /** Prepares; nothing is read yet. */
    public EphemeralPortsReader(ProcFs proc) {
        this.proc = proc;
    }

    /**
     * Reads those of the calling thread's namespace, unless that was done a moment ago.
     *
     * @param nowNanos {@link System#nanoTime()}
     * @throws IOException if a file is missing, not readable or has another form
     */
    public EphemeralPorts read(long nowNanos) throws IOException {
        if (hasRead && nowNanos - readAtNanos < BELIEVED_NANOS) {
            return latest;
        }
        String rangeNow = proc.read("sys/net/ipv4/ip_local_port_range");
        String present = proc.readIfPresent("sys/net/ipv4/ip_local_reserved_ports");
        String reservedNow = present == null ? "" : present;
        if (!rangeNow.equals(range) || !reservedNow.equals(reserved)) {
            latest = EphemeralPorts.parse(rangeNow, reservedNow);
            range = rangeNow;
            reserved = reservedNow;
        }
        readAtNanos = nowNanos;
        hasRead = true;
        return latest;
    }

    /** What was read last; none before the first time. */
    public EphemeralPorts latest() {
        return latest;
    }
}
