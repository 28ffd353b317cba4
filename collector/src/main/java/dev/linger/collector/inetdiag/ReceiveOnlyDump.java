// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import dev.linger.collector.linux.NetlinkDescriptor;
import dev.linger.collector.netlink.NetlinkErrorException;
import dev.linger.collector.netlink.NlMsgHdr;

import java.io.IOException;

/**
 * A dump whose sockets nobody looks at: what the kernel takes for it, and so the least that any
 * reader can cost. For measurements.
 */
public final class ReceiveOnlyDump {
    private static final int SEQUENCE = 1;
    private static final int DONE_BYTES = NlMsgHdr.BYTES + Integer.BYTES;
    private static final int TYPE_OFFSET = 4;
    private static final int TYPE_MASK = 0xffff;

    private ReceiveOnlyDump() {}

    /**
     * Asks as {@link InetDiagDump#dump} does, and receives to the end.
     *
     * @return bytes received
     * @throws IOException from a system call, or the kernel's error
     */
    public static long run(int states, boolean withInfo) throws IOException {
        try (NetlinkDescriptor netlink =
                NetlinkDescriptor.open(
                        InetDiagDump.NETLINK_SOCK_DIAG,
                        InetDiagDump.BUFFER_BYTES,
                        InetDiagDump.TIMEOUT)) {
            netlink.send(InetDiagReqCompat.dump(states, withInfo, SEQUENCE));
            long received = 0;
            while (true) {
                int byteCount = netlink.receiveOnly();
                received += byteCount;
                int type = netlink.wordAt(TYPE_OFFSET) & TYPE_MASK;
                if (type == NlMsgHdr.NLMSG_ERROR) {
                    throw new NetlinkErrorException(Math.abs(netlink.wordAt(NlMsgHdr.BYTES)));
                }
                if (type == NlMsgHdr.NLMSG_DONE || endsWithDone(netlink, byteCount)) {
                    return received;
                }
            }
        }
    }

    /** The last message of a dump may stand behind sockets. */
    private static boolean endsWithDone(NetlinkDescriptor netlink, int byteCount) {
        int last = byteCount - DONE_BYTES;
        return last >= 0
                && netlink.wordAt(last) == DONE_BYTES
                && (netlink.wordAt(last + TYPE_OFFSET) & TYPE_MASK) == NlMsgHdr.NLMSG_DONE;
    }
}
