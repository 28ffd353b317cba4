// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import dev.linger.collector.netlink.MalformedNetlinkException;
import dev.linger.collector.netlink.NlMsgHdr;

/**
 * A socket that another source than netlink describes, in the form of {@link InetDiagMsg} and
 * without attributes. One object, filled again and again.
 */
public final class WrittenMsg {
    private static final int BODY = NlMsgHdr.WORDS;
    private static final int ADDRESS_WORDS = 4;

    private final int[] words = new int[NlMsgHdr.WORDS + InetDiagMsg.BYTES / 4];
    private final InetDiagMsg view = new InetDiagMsg();

    /** Nothing but its length is set. */
    public WrittenMsg() {
        NlMsgHdr.write(words, 4 * words.length, InetDiagReqCompat.TCPDIAG_GETSOCK, 0, 0);
        try {
            view.moveTo(words, 0);
        } catch (MalformedNetlinkException e) {
            throw new IllegalStateException("a message without attributes is well-formed", e);
        }
    }

    /** {@code idiag_family}, {@code idiag_state}, {@code idiag_timer}, {@code idiag_retrans}. */
    public WrittenMsg kind(int family, int state, int timer, int retrans) {
        words[BODY] = family | state << 8 | timer << 16 | Math.min(retrans, 0xff) << 24;
        return this;
    }

    /** {@code idiag_sport} and {@code idiag_dport}, 0 to 65535 each. */
    public WrittenMsg ports(int local, int peer) {
        words[BODY + 1] = swap(local) | swap(peer) << 16;
        return this;
    }

    /** A word of {@code idiag_src} and of {@code idiag_dst}, 0 to 3, in network order. */
    public WrittenMsg address(int word, int local, int peer) {
        words[BODY + 2 + word] = local;
        words[BODY + 2 + ADDRESS_WORDS + word] = peer;
        return this;
    }

    /** {@code idiag_cookie}; not 0. */
    public WrittenMsg cookie(long cookie) {
        words[BODY + 11] = (int) cookie;
        words[BODY + 12] = (int) (cookie >>> 32);
        return this;
    }

    /** {@code idiag_expires}, in milliseconds. */
    public WrittenMsg expires(long millis) {
        words[BODY + 13] = (int) millis;
        return this;
    }

    /** {@code idiag_rqueue} and {@code idiag_wqueue}. */
    public WrittenMsg queues(long receive, long send) {
        words[BODY + 14] = (int) receive;
        words[BODY + 15] = (int) send;
        return this;
    }

    /** {@code idiag_inode}. */
    public WrittenMsg inode(long inode) {
        words[BODY + 17] = (int) inode;
        return this;
    }

    /** The socket, until it is filled again. */
    public InetDiagMsg view() {
        return view;
    }

    private static int swap(int port) {
        return ((port & 0xff) << 8) | (port >>> 8);
    }
}
