// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import dev.linger.collector.netlink.NlMsgHdr;

/**
 * The request of a legacy dump, {@code TCPDIAG_GETSOCK} with {@code struct inet_diag_req}: one pass
 * over the tables gives IPv4 and IPv6, where a dump by family passes over them twice.
 *
 * <pre>
 *   0  idiag_family   u8    not regarded: all families are dumped
 *   1  idiag_src_len  u8
 *   2  idiag_dst_len  u8
 *   3  idiag_ext      u8    bit INET_DIAG_INFO - 1: with tcp_info
 *   4  id             48 bytes, not regarded in a dump
 *  52  idiag_states   u32   bit per state
 *  56  idiag_dbs      u32
 * </pre>
 */
final class InetDiagReqCompat {
    /** {@code TCPDIAG_GETSOCK} of {@code linux/inet_diag.h}. */
    static final int TCPDIAG_GETSOCK = 18;

    /** Length with the netlink header. */
    static final int BYTES = NlMsgHdr.BYTES + 60;

    private static final int STATES_WORD = NlMsgHdr.WORDS + 13;

    private InetDiagReqCompat() {}

    static int[] dump(int states, boolean withInfo, int sequence) {
        int[] words = new int[BYTES / 4];
        NlMsgHdr.write(
                words,
                BYTES,
                TCPDIAG_GETSOCK,
                NlMsgHdr.NLM_F_REQUEST | NlMsgHdr.NLM_F_DUMP,
                sequence);
        int extensions = withInfo ? 1 << (InetDiagMsg.INET_DIAG_INFO - 1) : 0;
        words[NlMsgHdr.WORDS] = InetDiagMsg.AF_INET | extensions << 24;
        words[STATES_WORD] = states;
        return words;
    }
}
