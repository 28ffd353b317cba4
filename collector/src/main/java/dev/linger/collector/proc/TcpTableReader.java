// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import dev.linger.collector.inetdiag.DumpReport;
import dev.linger.collector.inetdiag.SocketReader;
import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.inetdiag.SocketVisitor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/**
 * Reads the tables {@code net/tcp} and {@code net/tcp6} of the calling thread's network namespace:
 * for hosts without sock_diag. Several times as dear, blind for tcp_info, cgroups and backlogs, and
 * without a sign where a table changed while it was read.
 */
public final class TcpTableReader implements SocketReader {
    private static final String INET = "thread-self/net/tcp";
    private static final String INET6 = "thread-self/net/tcp6";
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int LONGEST_LINE = 16 * 1024;

    private final ProcFs proc;
    private final TcpTable table = new TcpTable();
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** Reads below one proc file system. */
    public TcpTableReader(ProcFs proc) {
        this.proc = proc;
    }

    /**
     * Reads both tables. A kernel without IPv6 has no {@code tcp6}, one with it always has.
     *
     * @throws IOException naming the file that is missing, not readable or of another form
     */
    @Override
    public DumpReport dump(int states, boolean withInfo, SocketVisitor visitor) throws IOException {
        long startedAtNanos = System.nanoTime();
        visitor.begin(startedAtNanos);
        table.clear();
        read(INET, states, visitor);
        try {
            read(INET6, states, visitor);
        } catch (NoSuchFileException e) {
            if (Files.exists(proc.path("thread-self/net/if_inet6"))) {
                throw e;
            }
        }
        return new DumpReport(
                SocketSource.PROC, table.sockets(), 0, startedAtNanos, System.nanoTime());
    }

    private void read(String file, int states, SocketVisitor visitor) throws IOException {
        table.begin(states);
        try (InputStream in = Files.newInputStream(proc.path(file))) {
            int kept = 0;
            while (true) {
                long readAtNanos = System.nanoTime();
                int read = in.read(buffer, kept, buffer.length - kept);
                if (read <= 0) {
                    break;
                }
                kept = takeLines(kept + read, visitor, readAtNanos);
            }
            if (kept > 0 || !table.hasHeader()) {
                throw new IOException("it ends within a line");
            }
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(proc.path(file) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Takes what lines are complete, and returns how many bytes of the next one are left. */
    private int takeLines(int length, SocketVisitor visitor, long readAtNanos) throws IOException {
        int from = 0;
        for (int at = 0; at < length; at++) {
            if (buffer[at] == '\n') {
                table.line(buffer, from, at, visitor, readAtNanos);
                from = at + 1;
            }
        }
        if (length - from > LONGEST_LINE) {
            throw new IOException("it has a line of more than " + LONGEST_LINE + " bytes");
        }
        System.arraycopy(buffer, from, buffer, 0, length - from);
        return length - from;
    }
}
