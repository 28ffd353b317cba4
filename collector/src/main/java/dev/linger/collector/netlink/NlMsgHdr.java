// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.netlink;

/**
 * {@code struct nlmsghdr} of {@code linux/netlink.h}, 16 bytes, host order:
 *
 * <pre>
 *   0  nlmsg_len    u32   length with this header, without padding to 4
 *   4  nlmsg_type   u16
 *   6  nlmsg_flags  u16
 *   8  nlmsg_seq    u32   of the request that is answered
 *  12  nlmsg_pid    u32
 * </pre>
 *
 * <p>Messages lie in an {@code int[]}, one after the other, each starting on a whole word. The
 * halves of a word are taken apart for little-endian hosts, as all that Java 25 runs on with Linux
 * but s390x are.
 */
public final class NlMsgHdr {
    /** Length of the header in bytes. */
    public static final int BYTES = 16;

    /** Length of the header in words. */
    public static final int WORDS = BYTES / 4;

    /** {@code NLMSG_NOOP}: ignore. */
    public static final int NLMSG_NOOP = 1;

    /** {@code NLMSG_ERROR}: a {@code struct nlmsgerr} follows. */
    public static final int NLMSG_ERROR = 2;

    /** {@code NLMSG_DONE}: end of a dump; an int follows, 0 or -errno. */
    public static final int NLMSG_DONE = 3;

    /** {@code NLMSG_OVERRUN}: data was lost. */
    public static final int NLMSG_OVERRUN = 4;

    /** {@code NLM_F_REQUEST}. */
    public static final int NLM_F_REQUEST = 0x1;

    /** {@code NLM_F_DUMP_INTR}: the table changed under the dump, which must be repeated. */
    public static final int NLM_F_DUMP_INTR = 0x10;

    /** {@code NLM_F_DUMP}: NLM_F_ROOT and NLM_F_MATCH. */
    public static final int NLM_F_DUMP = 0x300;

    private NlMsgHdr() {}

    /** {@code nlmsg_len}; negative where the unsigned value is above 2^31. */
    public static int length(int[] words, int header) {
        return words[header];
    }

    /** {@code nlmsg_type}. */
    public static int type(int[] words, int header) {
        return words[header + 1] & 0xffff;
    }

    /** {@code nlmsg_flags}. */
    public static int flags(int[] words, int header) {
        return words[header + 1] >>> 16;
    }

    /** {@code nlmsg_seq}. */
    public static int sequence(int[] words, int header) {
        return words[header + 2];
    }

    /** Writes a request's header. */
    public static void write(int[] words, int length, int type, int flags, int sequence) {
        words[0] = length;
        words[1] = type | flags << 16;
        words[2] = sequence;
        words[3] = 0;
    }
}
