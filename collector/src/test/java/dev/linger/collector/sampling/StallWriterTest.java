// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.netlink.MalformedNetlinkException;
import dev.linger.collector.netlink.NlMsgHdr;
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.Test;

/** Sockets that are written as the kernel would dump them count by what they wait for. */
class StallWriterTest {
    private static final int BODY = NlMsgHdr.WORDS;
    private static final int INFO = BODY + 18 + 1;
    private static final int INFO_WORDS = 58;
    private static final int RETRANSMIT = 1;
    private static final int KEEP_ALIVE = 2;

    private final int[] words = new int[INFO + INFO_WORDS];
    private final InetDiagMsg socket = new InetDiagMsg();
    private final StallWriter writer = new StallWriter();

    @Test
    void shouldCountASynThatIsSentAgain() {
        assertThat(count(TcpState.SYN_SENT, RETRANSMIT, 0)).isZero();
        assertThat(count(TcpState.SYN_SENT, RETRANSMIT, 1)).isEqualTo(CellTable.STALLED_CONNECTS);
    }

    @Test
    void shouldCountAWriteFromTheThirdRetransmissionOn() {
        words[INFO + 32] = 100; // tcpi_bytes_received
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 2)).isZero();
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 3)).isEqualTo(CellTable.STALLED_WRITES);
        assertThat(count(TcpState.CLOSE_WAIT, RETRANSMIT, 3)).isEqualTo(CellTable.STALLED_WRITES);
    }

    @Test
    void shouldCountAPeerThatOnlyRepeatsItsSynAck() {
        repeatedSynAck();
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 1)).isEqualTo(CellTable.UNHEARD);
        words[INFO + 30] = 2;
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 1)).isZero();
        words[INFO + 30] = 1;
        words[INFO + 33] = 1; // 4 GiB received
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 1)).isZero();
    }

    @Test
    void shouldNotTakeAPeerThatVanishedForOneThatNeverKnewUs() {
        repeatedSynAck();
        words[INFO + 35] = 1;
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 1)).isZero();
        repeatedSynAck();
        words[INFO + 14] = 2_000; // it answered a probe 7 s after the handshake
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 1)).isZero();
    }

    private void repeatedSynAck() {
        words[INFO + 13] = 9_000; // tcpi_last_data_recv: since the handshake
        words[INFO + 14] = 9_000; // tcpi_last_ack_recv
        words[INFO + 30] = 1; // tcpi_bytes_acked: the SYN
        words[INFO + 35] = 3; // tcpi_segs_in: the SYN-ACK, and two repetitions
    }

    @Test
    void shouldCountACloseFromTheSixthRetransmissionOn() {
        assertThat(count(TcpState.FIN_WAIT1, RETRANSMIT, 5)).isZero();
        assertThat(count(TcpState.FIN_WAIT1, RETRANSMIT, 6)).isEqualTo(CellTable.STALLED_CLOSES);
        assertThat(count(TcpState.LAST_ACK, RETRANSMIT, 6)).isEqualTo(CellTable.STALLED_CLOSES);
    }

    @Test
    void shouldWaitForASecondUnansweredProbe() {
        assertThat(count(TcpState.ESTABLISHED, KEEP_ALIVE, 1)).isZero();
        assertThat(count(TcpState.ESTABLISHED, KEEP_ALIVE, 2)).isEqualTo(CellTable.UNANSWERED);
    }

    @Test
    void shouldCountASmallSegmentThatNagleHoldsBack() {
        words[INFO + 4] = 1448; // tcpi_snd_mss
        words[INFO + 6] = 1; // tcpi_unacked
        words[INFO + 20] = 10; // tcpi_snd_cwnd
        words[INFO + 36] = 100; // tcpi_notsent_bytes
        words[INFO + 37] = 30; // tcpi_min_rtt
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 0)).isEqualTo(CellTable.HELD);
        words[INFO + 36] = 1448;
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 0)).isZero();
        words[INFO + 36] = 100;
        words[INFO + 20] = 1;
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 0)).isZero();
        words[INFO + 20] = 10;
        words[INFO + 37] = 40_000;
        assertThat(count(TcpState.ESTABLISHED, RETRANSMIT, 0)).isZero();
    }

    @Test
    void shouldAgeAHalfClosedSocketThatIsHeld() {
        words[INFO + 13] = 70_000; // tcpi_last_data_recv
        words[INFO + 14] = 65_000; // tcpi_last_ack_recv
        assertThat(count(TcpState.FIN_WAIT2, 0, 0)).isZero();
        words[BODY + 17] = 4711; // idiag_inode
        assertThat(count(TcpState.FIN_WAIT2, 0, 0)).isEqualTo(CellTable.HALF_CLOSED_AGE + 3);
    }

    /** The one count that rises beside RETRANSMITTING; 0 where none does. */
    private int count(TcpState state, int timer, int retrans) {
        words[BODY] = 2 | state.kernelNumber() << 8 | timer << 16 | retrans << 24;
        words[INFO - 1] = 4 + 4 * INFO_WORDS | 2 << 16;
        NlMsgHdr.write(words, 4 * words.length, 18, 0, 1);
        try {
            socket.moveTo(words, 0);
        } catch (MalformedNetlinkException e) {
            throw new AssertionError(e);
        }
        int[] counts = new int[CellTable.CELL_INTS];
        writer.count(socket, state.kernelNumber(), counts, 0);
        int counted = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && i != CellTable.RETRANSMITTING) {
                assertThat(counted).isZero();
                counted = i;
            }
        }
        return counted;
    }
}
