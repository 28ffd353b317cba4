// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import dev.linger.collector.netlink.MalformedNetlinkException;
import dev.linger.collector.netlink.NetlinkErrorException;
import dev.linger.collector.netlink.NlMsgHdr;

/** Takes the datagrams of one dump apart. Parses what was captured as well as what was received. */
public final class InetDiagParser {
    private static final int SOCK_DIAG_BY_FAMILY = 20;

    private final InetDiagMsg message = new InetDiagMsg();
    private int sequence;
    private boolean done;
    private boolean interrupted;
    private long sockets;

    /** Begins a dump whose request carried this {@code nlmsg_seq}. */
    public void begin(int sequence) {
        this.sequence = sequence;
        this.done = false;
        this.interrupted = false;
        this.sockets = 0;
    }

    /**
     * Parses one datagram. Messages of other requests are skipped.
     *
     * @param words the datagram, in host order
     * @param byteCount its length
     * @param dumpedAtNanos handed to the visitor
     * @throws NetlinkErrorException if the kernel reports an error
     * @throws MalformedNetlinkException if a length lies, or a message is cut off
     */
    public void parse(int[] words, int byteCount, SocketVisitor visitor, long dumpedAtNanos)
            throws NetlinkErrorException, MalformedNetlinkException {
        int header = 0;
        int bytesLeft = byteCount;
        while (bytesLeft > 0 && !done) {
            if (bytesLeft < NlMsgHdr.BYTES) {
                throw new MalformedNetlinkException("header cut off", header);
            }
            int length = NlMsgHdr.length(words, header);
            if (length < NlMsgHdr.BYTES || length > bytesLeft) {
                throw new MalformedNetlinkException(
                        "length " + Integer.toUnsignedString(length) + " of " + bytesLeft, header);
            }
            if (NlMsgHdr.sequence(words, header) == sequence) {
                take(words, header, length, visitor, dumpedAtNanos);
            }
            int step = length + 3 & ~3;
            header += step / 4;
            bytesLeft -= step;
        }
    }

    /** Whether NLMSG_DONE was seen. */
    public boolean done() {
        return done;
    }

    /** Whether a message carried NLM_F_DUMP_INTR: sockets may be missing or doubled. */
    public boolean interrupted() {
        return interrupted;
    }

    /** Sockets since {@link #begin}. */
    public long sockets() {
        return sockets;
    }

    private void take(
            int[] words, int header, int length, SocketVisitor visitor, long dumpedAtNanos)
            throws NetlinkErrorException, MalformedNetlinkException {
        interrupted |= (NlMsgHdr.flags(words, header) & NlMsgHdr.NLM_F_DUMP_INTR) != 0;
        switch (NlMsgHdr.type(words, header)) {
            case InetDiagReqCompat.TCPDIAG_GETSOCK, SOCK_DIAG_BY_FAMILY -> {
                if (length < NlMsgHdr.BYTES + InetDiagMsg.BYTES) {
                    throw new MalformedNetlinkException("socket of length " + length, header);
                }
                message.moveTo(words, header);
                visitor.socket(message, dumpedAtNanos);
                sockets++;
            }
            case NlMsgHdr.NLMSG_DONE -> {
                checkError(words, header, length);
                done = true;
            }
            case NlMsgHdr.NLMSG_ERROR -> {
                if (length < NlMsgHdr.BYTES + 4) {
                    throw new MalformedNetlinkException("NLMSG_ERROR cut off", header);
                }
                checkError(words, header, length);
            }
            case NlMsgHdr.NLMSG_OVERRUN ->
                    throw new MalformedNetlinkException("NLMSG_OVERRUN", header);
            default -> {
                // NLMSG_NOOP, or newer than this program
            }
        }
    }

    private static void checkError(int[] words, int header, int length)
            throws NetlinkErrorException {
        int error = length < NlMsgHdr.BYTES + 4 ? 0 : words[header + NlMsgHdr.WORDS];
        if (error != 0) {
            throw new NetlinkErrorException(Math.abs(error));
        }
    }
}
