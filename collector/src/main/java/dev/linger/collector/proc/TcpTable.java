// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.inetdiag.SocketVisitor;
import dev.linger.collector.inetdiag.WrittenMsg;
import dev.linger.model.tcp.TcpState;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Takes the lines of one table apart, {@code net/tcp} or {@code net/tcp6}:
 *
 * <pre>
 *   sl  local_address rem_address   st tx_queue rx_queue tr tm-&gt;when retrnsmt   uid  timeout inode
 *    0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 ...
 * </pre>
 *
 * <p>Numbers are hexadecimal, an address is its words as this host reads them, {@code tm->when}
 * counts hundredths of a second. The kernel names no cookie here: a connection is known by its
 * addresses instead, a listening socket by its inode.
 */
final class TcpTable {
    private static final int LISTEN = TcpState.LISTEN.kernelNumber();
    private static final int TIMER_KEEP_ALIVE = 2;
    private static final int MILLIS_PER_TICK = 10;
    private static final int MAX_FIELDS = 32;
    private static final int INET_CHARACTERS = 8;
    private static final int INET6_CHARACTERS = 32;
    private static final int EXCERPT = 60;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final WrittenMsg message = new WrittenMsg();
    private final int[] starts = new int[MAX_FIELDS];
    private final int[] ends = new int[MAX_FIELDS];
    private final int[] local = new int[4];
    private final int[] peer = new int[4];
    private @Nullable TcpTableColumns columns;
    private byte[] line = new byte[0];
    private int states;
    private long sockets;

    /** Begins a table, of which those states are wanted. */
    void begin(int states) {
        this.states = states;
        this.columns = null;
    }

    /** Begins to count. */
    void clear() {
        sockets = 0;
    }

    /** Sockets handed to visitors since {@link #clear}. */
    long sockets() {
        return sockets;
    }

    /** Whether the line with the names was there. */
    boolean hasHeader() {
        return columns != null;
    }

    /**
     * Takes one line, without its end: the names first, then a socket each.
     *
     * @throws IOException if it has another form
     */
    void line(byte[] bytes, int from, int to, SocketVisitor visitor, long readAtNanos)
            throws IOException {
        TcpTableColumns bound = columns;
        if (bound == null) {
            columns = TcpTableColumns.of(new String(bytes, from, to - from, ISO_8859_1));
            return;
        }
        line = bytes;
        try {
            if (split(from, to) < bound.fieldsNeeded()) {
                throw new NumberFormatException("too few fields");
            }
            int state = (int) hex(bound.state());
            if ((states >>> state & 1) != 0) {
                fill(bound, state);
                visitor.socket(message.view(), readAtNanos);
                sockets++;
            }
        } catch (NumberFormatException e) {
            int length = Math.min(to - from, EXCERPT);
            throw new IOException(
                    "it has the line '"
                            + new String(bytes, from, length, ISO_8859_1).strip()
                            + "', which does not match its names: "
                            + e.getMessage(),
                    e);
        }
    }

    private void fill(TcpTableColumns bound, int state) {
        int family = address(bound.local(), local);
        if (address(bound.peer(), peer) != family) {
            throw new NumberFormatException("addresses of two families");
        }
        int localPort = (int) afterColon(bound.local());
        int peerPort = (int) afterColon(bound.peer());
        int timer = (int) untilColon(bound.timer());
        long retrans =
                timer == TIMER_KEEP_ALIVE ? decimal(bound.probes()) : hex(bound.retransmits());
        long inode = decimal(bound.inode());
        message.kind(family, state, timer, (int) Math.min(retrans, Integer.MAX_VALUE))
                .ports(localPort, peerPort)
                .expires(afterColon(bound.timer()) * MILLIS_PER_TICK)
                .queues(afterColon(bound.queues()), untilColon(bound.queues()))
                .inode(inode);
        long identity = localPort * 65_537L + peerPort + (state == LISTEN ? inode << 32 : 0);
        for (int word = 0; word < local.length; word++) {
            message.address(word, local[word], peer[word]);
            identity = (identity ^ (local[word] & 0xffffffffL)) * MIX;
            identity = (identity ^ identity >>> 29 ^ (peer[word] & 0xffffffffL)) * MIX;
        }
        message.cookie(identity == 0 ? 1 : identity);
    }

    /** Reads the address of a field, and returns its family. */
    private int address(int field, int[] words) {
        int length = colon(field) - starts[field];
        if (length != INET_CHARACTERS && length != INET6_CHARACTERS) {
            throw new NumberFormatException("an address of " + length + " characters");
        }
        for (int word = 0; word < words.length; word++) {
            int at = starts[field] + word * INET_CHARACTERS;
            words[word] = word * INET_CHARACTERS < length ? (int) hex(at, at + INET_CHARACTERS) : 0;
        }
        return length == INET_CHARACTERS ? InetDiagMsg.AF_INET : InetDiagMsg.AF_INET6;
    }

    private int split(int from, int to) {
        int fields = 0;
        int at = from;
        while (at < to && fields < MAX_FIELDS) {
            while (at < to && line[at] == ' ') {
                at++;
            }
            starts[fields] = at;
            while (at < to && line[at] != ' ') {
                at++;
            }
            ends[fields] = at;
            fields += at > starts[fields] ? 1 : 0;
        }
        return fields;
    }

    private int colon(int field) {
        for (int at = starts[field]; at < ends[field]; at++) {
            if (line[at] == ':') {
                return at;
            }
        }
        throw new NumberFormatException("no colon");
    }

    private long untilColon(int field) {
        return hex(starts[field], colon(field));
    }

    private long afterColon(int field) {
        return hex(colon(field) + 1, ends[field]);
    }

    private long hex(int field) {
        return hex(starts[field], ends[field]);
    }

    private long hex(int from, int to) {
        return number(from, to, 16);
    }

    private long decimal(int field) {
        return number(starts[field], ends[field], 10);
    }

    private long number(int from, int to, int radix) {
        if (from == to || to - from > 15) {
            throw new NumberFormatException((to - from) + " digits");
        }
        long number = 0;
        for (int at = from; at < to; at++) {
            int digit = Character.digit(line[at], radix);
            if (digit < 0) {
                throw new NumberFormatException("not a digit");
            }
            number = number * radix + digit;
        }
        return number;
    }
}
