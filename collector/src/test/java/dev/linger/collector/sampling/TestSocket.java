// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.netlink.MalformedNetlinkException;
import dev.linger.collector.netlink.NlMsgHdr;
import dev.linger.model.tcp.TcpState;

/** Writes IPv4 sockets as the kernel would dump them. One object, filled again and again. */
final class TestSocket {
    private static final int BODY = NlMsgHdr.WORDS;
    private static final int FIXED_WORDS = 18;
    private static final int CGROUP_ATTRIBUTE = 12 | 21 << 16;
    private static final int LOOPBACK = 0x0100007f;

    private final int[] words = new int[NlMsgHdr.WORDS + FIXED_WORDS + 3];
    private final InetDiagMsg view = new InetDiagMsg();

    /** A TIME_WAIT of a client to an endpoint 10.x.x.x:9000, which began some time ago. */
    InetDiagMsg timeWait(long cookie, int localPort, int endpoint, long ageMillis) {
        fixed(TcpState.TIME_WAIT, 3, cookie, localPort, endpoint);
        words[BODY + 13] = (int) (60_000 - ageMillis);
        return moved(FIXED_WORDS);
    }

    /** An ESTABLISHED socket of a client, in a cgroup. */
    InetDiagMsg established(long cookie, int localPort, int endpoint, long cgroupId) {
        fixed(TcpState.ESTABLISHED, 0, cookie, localPort, endpoint);
        words[BODY + 17] = (int) cookie;
        words[BODY + FIXED_WORDS] = CGROUP_ATTRIBUTE;
        words[BODY + FIXED_WORDS + 1] = (int) cgroupId;
        words[BODY + FIXED_WORDS + 2] = (int) (cgroupId >>> 32);
        return moved(FIXED_WORDS + 3);
    }

    /** A LISTEN socket on all addresses, in a cgroup. */
    InetDiagMsg listening(long cookie, int port, long cgroupId) {
        established(cookie, port, 0, cgroupId);
        words[BODY] = InetDiagMsg.AF_INET | TcpState.LISTEN.kernelNumber() << 8;
        words[BODY + 1] = swap(port);
        words[BODY + 2] = 0;
        words[BODY + 6] = 0;
        return view;
    }

    private void fixed(TcpState state, int timer, long cookie, int localPort, int endpoint) {
        words[BODY] = InetDiagMsg.AF_INET | state.kernelNumber() << 8 | timer << 16;
        words[BODY + 1] = swap(localPort) | swap(9000) << 16;
        words[BODY + 2] = LOOPBACK;
        words[BODY + 6] = Integer.reverseBytes(0x0a000000 | endpoint);
        words[BODY + 11] = (int) cookie;
        words[BODY + 12] = (int) (cookie >>> 32);
        words[BODY + 13] = 0;
        words[BODY + 17] = 0;
    }

    private InetDiagMsg moved(int bodyWords) {
        NlMsgHdr.write(words, 4 * (NlMsgHdr.WORDS + bodyWords), 18, 0, 1);
        try {
            view.moveTo(words, 0);
        } catch (MalformedNetlinkException e) {
            throw new AssertionError(e);
        }
        return view;
    }

    private static int swap(int port) {
        return ((port & 0xff) << 8) | (port >>> 8);
    }
}
