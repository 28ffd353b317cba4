// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import dev.linger.collector.linux.DatagramSocket;
import dev.linger.collector.linux.Errno;
import dev.linger.collector.linux.ErrnoException;
import dev.linger.collector.linux.NetlinkDescriptor;

import java.io.IOException;
import java.time.Duration;

/**
 * Dumps every TCP socket of the calling thread's network namespace. Reads nothing but the kernel's
 * answer; needs no privilege. For one thread at a time.
 */
public final class InetDiagDump implements SocketReader {
    /**
     * All states, 1 to 12. Never all bits: bit 13 asks for bound sockets that are no connections
     * and costs 10-25 % more.
     */
    public static final int ALL_STATES = 0x1ffe;

    /** All but ESTABLISHED, at a tenth of the cost. */
    public static final int ALL_BUT_ESTABLISHED = ALL_STATES & ~(1 << 1);

    /** TIME_WAIT alone. */
    public static final int TIME_WAIT = 1 << 6;

    /** {@code NETLINK_SOCK_DIAG} of {@code linux/netlink.h}. */
    static final int NETLINK_SOCK_DIAG = 4;

    /** The kernel fills at most this much, whatever the buffer. */
    static final int BUFFER_BYTES = 32 * 1024;

    static final Duration TIMEOUT = Duration.ofSeconds(5);
    static final int ATTEMPTS = 4;

    private final Opener opener;
    private final int[] words = new int[BUFFER_BYTES / 4];
    private final InetDiagParser parser = new InetDiagParser();
    private int sequence;

    /** Opens a socket to the kernel. */
    interface Opener {
        DatagramSocket open() throws ErrnoException;
    }

    /** Dumps through netlink sockets. */
    public InetDiagDump() {
        this(() -> NetlinkDescriptor.open(NETLINK_SOCK_DIAG, BUFFER_BYTES, TIMEOUT));
    }

    InetDiagDump(Opener opener) {
        this.opener = opener;
    }

    /**
     * Dumps once, again where the kernel marked the dump as interrupted or dropped messages. The
     * netlink socket is open only meanwhile, so that the namespace is not pinned.
     *
     * @param states bits of the states to dump
     * @param withInfo whether to ask for tcp_info
     * @throws IOException {@link ErrnoException} from a system call, or what {@link
     *     InetDiagParser#parse} throws, or that every attempt was interrupted; the visitor then
     *     holds half a dump
     */
    @Override
    public DumpReport dump(int states, boolean withInfo, SocketVisitor visitor) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (DatagramSocket netlink = opener.open()) {
                long startedAtNanos = System.nanoTime();
                visitor.begin(startedAtNanos);
                receiveAll(netlink, states, withInfo, visitor);
                if (!parser.interrupted()) {
                    return new DumpReport(
                            SocketSource.SOCK_DIAG,
                            parser.sockets(),
                            attempt,
                            startedAtNanos,
                            System.nanoTime());
                }
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ENOBUFS) {
                    throw e;
                }
            }
        }
        throw new IOException("the kernel interrupted " + ATTEMPTS + " dumps in a row");
    }

    /**
     * The kernel dumps the next datagram while the one before is received, so that each was read
     * between the end of the receive before last and the end of the last.
     */
    private void receiveAll(
            DatagramSocket netlink, int states, boolean withInfo, SocketVisitor visitor)
            throws IOException {
        parser.begin(++sequence);
        netlink.send(InetDiagReqCompat.dump(states, withInfo, sequence));
        long dumpedAtNanos = System.nanoTime();
        while (!parser.done()) {
            int byteCount = netlink.receive(words);
            long receivedAtNanos = System.nanoTime();
            parser.parse(words, byteCount, visitor, dumpedAtNanos);
            dumpedAtNanos = receivedAtNanos;
        }
    }
}
