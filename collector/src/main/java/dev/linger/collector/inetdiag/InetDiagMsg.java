// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import dev.linger.collector.netlink.MalformedNetlinkException;
import dev.linger.collector.netlink.NlMsgHdr;

/**
 * One socket of a dump: a view of {@code struct inet_diag_msg} and of the attributes behind it,
 * moved from message to message without allocating.
 *
 * <pre>
 *   0  idiag_family   u8     AF_INET or AF_INET6
 *   1  idiag_state    u8     tcp_states.h
 *   2  idiag_timer    u8     0 none, 1 retransmission, 2 keep-alive, 3 TIME_WAIT, 4 zero window probe
 *   3  idiag_retrans  u8     unanswered retransmissions or probes of that timer
 *   4  idiag_sport    be16   local port
 *   6  idiag_dport    be16   peer's port
 *   8  idiag_src      be32[4]  local address; IPv4 in the first word
 *  24  idiag_dst      be32[4]  peer's address
 *  40  idiag_if       u32
 *  44  idiag_cookie   u32[2]   names the socket until it is gone, TIME_WAIT included
 *  52  idiag_expires  u32    milliseconds until the timer fires
 *  56  idiag_rqueue   u32    bytes to read; LISTEN: length of the accept queue
 *  60  idiag_wqueue   u32    bytes not acknowledged; LISTEN: its limit
 *  64  idiag_uid      u32
 *  68  idiag_inode    u32    0 where no file holds the socket
 *  72  attributes
 * </pre>
 *
 * <p>Of INET_DIAG_INFO, {@code struct tcp_info} of {@code linux/tcp.h} (host order):
 *
 * <pre>
 *  16  tcpi_snd_mss         u32  bytes
 *  24  tcpi_unacked         u32  segments
 *  52  tcpi_last_data_recv  u32  milliseconds
 *  56  tcpi_last_ack_recv   u32  milliseconds
 *  68  tcpi_rtt             u32  microseconds
 *  80  tcpi_snd_cwnd        u32  segments
 * 120  tcpi_bytes_acked     u64  since Linux 4.1, as the next
 * 128  tcpi_bytes_received  u64
 * 140  tcpi_segs_in         u32  since Linux 4.2
 * 144  tcpi_notsent_bytes   u32  since Linux 4.6, as the next
 * 148  tcpi_min_rtt         u32  microseconds
 * </pre>
 */
public final class InetDiagMsg {
    /** {@code AF_INET}. */
    public static final int AF_INET = 2;

    /** {@code AF_INET6}. */
    public static final int AF_INET6 = 10;

    /** Length in bytes, without header and attributes. */
    static final int BYTES = 72;

    /** Attribute {@code INET_DIAG_INFO}. */
    static final int INET_DIAG_INFO = 2;

    /** Attribute {@code INET_DIAG_CGROUP_ID}, since Linux 5.9: u64. */
    static final int INET_DIAG_CGROUP_ID = 21;

    private static final int NLATTR_BYTES = 4;
    private static final int SND_MSS_WORD = 4;
    private static final int UNACKED_WORD = 6;
    private static final int LAST_DATA_RECV_WORD = 13;
    private static final int LAST_ACK_RECV_WORD = 14;
    private static final int RTT_WORD = 17;
    static final int INFO_WORDS_NEEDED = RTT_WORD + 1;
    private static final int SND_CWND_WORD = 20;
    private static final int BYTES_ACKED_WORD = 30;
    private static final int BYTES_RECEIVED_WORD = 32;
    private static final int SEGS_IN_WORD = 35;
    private static final int NOTSENT_BYTES_WORD = 36;
    private static final int MIN_RTT_WORD = 37;
    private static final int INFO_WORDS_READ = MIN_RTT_WORD + 1;

    /** Most that {@link #copyTo} writes. */
    public static final int COPY_WORDS =
            NlMsgHdr.WORDS + BYTES / 4 + 1 + INFO_WORDS_READ + 1 + Long.BYTES / 4;

    private static final int[] NOTHING = {};

    private final AttributeLayout layout = new AttributeLayout();
    private int[] words = NOTHING;
    private int header;
    private int body;
    private int info;
    private int infoWords;
    private int cgroup;

    /**
     * Moves to the message whose header is at a word, and finds its attributes.
     *
     * @throws MalformedNetlinkException if an attribute is shorter than its header or reaches
     *     beyond the message; the caller has checked the message's own length
     */
    public void moveTo(int[] words, int header) throws MalformedNetlinkException {
        this.words = words;
        this.header = header;
        this.body = header + NlMsgHdr.WORDS;
        if (!layout.fits(words, header)) {
            layout.read(words, header);
        }
        this.info = layout.info == 0 ? 0 : header + layout.info;
        this.infoWords = layout.infoWords;
        this.cgroup = layout.cgroup == 0 ? 0 : header + layout.cgroup;
    }

    /** {@code idiag_family}: {@link #AF_INET} or {@link #AF_INET6}. */
    public int family() {
        return words[body] & 0xff;
    }

    /**
     * {@code idiag_state}: a number of {@link dev.linger.model.tcp.TcpState}, or an unknown one.
     */
    public int state() {
        return words[body] >>> 8 & 0xff;
    }

    /** {@code idiag_timer}. */
    public int timer() {
        return words[body] >>> 16 & 0xff;
    }

    /** {@code idiag_retrans}. */
    public int retrans() {
        return words[body] >>> 24;
    }

    /** {@code idiag_sport}, the local port, 0 to 65535. */
    public int sport() {
        return swap(words[body + 1]);
    }

    /** {@code idiag_dport}, the peer's port, 0 to 65535. */
    public int dport() {
        return swap(words[body + 1] >>> 16);
    }

    /** A word of {@code idiag_src}, 0 to 3, in network order. */
    public int src(int word) {
        return words[body + 2 + word];
    }

    /** A word of {@code idiag_dst}, 0 to 3, in network order. */
    public int dst(int word) {
        return words[body + 6 + word];
    }

    /** {@code idiag_cookie} as one number; never 0. */
    public long cookie() {
        return unsigned(words[body + 11]) | (long) words[body + 12] << 32;
    }

    /** {@code idiag_expires}, in milliseconds. */
    public long expiresMillis() {
        return unsigned(words[body + 13]);
    }

    /** {@code idiag_rqueue}. */
    public long rqueue() {
        return unsigned(words[body + 14]);
    }

    /** {@code idiag_wqueue}. */
    public long wqueue() {
        return unsigned(words[body + 15]);
    }

    /** Whether {@code idiag_rqueue} or {@code idiag_wqueue} is not 0. */
    public boolean hasQueued() {
        return (words[body + 14] | words[body + 15]) != 0;
    }

    /** {@code idiag_inode}; 0 for TIME_WAIT, orphans and connections not yet accepted. */
    public long inode() {
        return unsigned(words[body + 17]);
    }

    /** Whether the kernel sent a {@code struct tcp_info}; it does so for full sockets only. */
    public boolean hasInfo() {
        return info != 0;
    }

    /** {@code tcpi_last_data_recv}, in milliseconds; only where {@link #hasInfo}. */
    public long lastDataRecvMillis() {
        return unsigned(words[info + LAST_DATA_RECV_WORD]);
    }

    /** {@code tcpi_last_ack_recv}, in milliseconds; only where {@link #hasInfo}. */
    public long lastAckRecvMillis() {
        return unsigned(words[info + LAST_ACK_RECV_WORD]);
    }

    /** {@code tcpi_rtt}, smoothed, in microseconds; only where {@link #hasInfo}. */
    public long rttMicros() {
        return unsigned(words[info + RTT_WORD]);
    }

    /** Whether {@link #bytesAcked}, {@link #bytesReceived}, {@link #segsIn} may be read. */
    public boolean hasBytes() {
        return info != 0 && infoWords > SEGS_IN_WORD;
    }

    /** {@code tcpi_bytes_acked}: a SYN counts as one. */
    public long bytesAcked() {
        return unsigned(words[info + BYTES_ACKED_WORD])
                | (long) words[info + BYTES_ACKED_WORD + 1] << 32;
    }

    /** {@code tcpi_bytes_received}. */
    public long bytesReceived() {
        return unsigned(words[info + BYTES_RECEIVED_WORD])
                | (long) words[info + BYTES_RECEIVED_WORD + 1] << 32;
    }

    /** {@code tcpi_segs_in}: segments that came, the SYN-ACK among them. */
    public long segsIn() {
        return unsigned(words[info + SEGS_IN_WORD]);
    }

    /** Whether the values that follow may be read. */
    public boolean hasNotSent() {
        return info != 0 && infoWords > MIN_RTT_WORD;
    }

    /** {@code tcpi_notsent_bytes}: written, and not yet sent for the first time. */
    public long notSentBytes() {
        return unsigned(words[info + NOTSENT_BYTES_WORD]);
    }

    /** {@code tcpi_min_rtt}, in microseconds. */
    public long minRttMicros() {
        return unsigned(words[info + MIN_RTT_WORD]);
    }

    /** {@code tcpi_snd_mss}, in bytes. */
    public long sndMss() {
        return unsigned(words[info + SND_MSS_WORD]);
    }

    /** {@code tcpi_unacked}, in segments. */
    public long unacked() {
        return unsigned(words[info + UNACKED_WORD]);
    }

    /** {@code tcpi_snd_cwnd}, in segments. */
    public long sndCwnd() {
        return unsigned(words[info + SND_CWND_WORD]);
    }

    /**
     * {@code INET_DIAG_CGROUP_ID}: inode of the cgroup v2 directory; 0 where the kernel does not
     * send it: before Linux 5.9, and for TIME_WAIT, orphaned FIN_WAIT2 and SYN_RECV always.
     */
    public long cgroupId() {
        return cgroup == 0 ? 0 : unsigned(words[cgroup]) | (long) words[cgroup + 1] << 32;
    }

    /**
     * Copies this message, with what this class reads of its attributes, so that a view can move to
     * the copy later.
     *
     * @param target takes at most {@link #COPY_WORDS} words
     * @param at where the copy begins
     * @return words written
     */
    public int copyTo(int[] target, int at) {
        int end = at + NlMsgHdr.WORDS + BYTES / 4;
        System.arraycopy(words, header, target, at, end - at);
        if (info != 0) {
            int copied = Math.min(infoWords, INFO_WORDS_READ);
            target[end] = NLATTR_BYTES + 4 * copied | INET_DIAG_INFO << 16;
            System.arraycopy(words, info, target, end + 1, copied);
            end += 1 + copied;
        }
        if (cgroup != 0) {
            target[end] = NLATTR_BYTES + Long.BYTES | INET_DIAG_CGROUP_ID << 16;
            System.arraycopy(words, cgroup, target, end + 1, Long.BYTES / 4);
            end += 1 + Long.BYTES / 4;
        }
        target[at] = 4 * (end - at);
        return end - at;
    }

    private static int swap(int be16) {
        return ((be16 & 0xff) << 8) | ((be16 >>> 8) & 0xff);
    }

    private static long unsigned(int word) {
        return word & 0xffffffffL;
    }
}
