// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.TcpState;

/**
 * Counts what a socket waits for in vain, as {@link dev.linger.model.tcp.Stalls} defines it. Most
 * sockets wait for nothing: they cost two comparisons.
 */
final class StallWriter {
    private static final int ESTABLISHED = TcpState.ESTABLISHED.kernelNumber();
    private static final int SYN_SENT = TcpState.SYN_SENT.kernelNumber();
    private static final int FIN_WAIT1 = TcpState.FIN_WAIT1.kernelNumber();
    private static final int FIN_WAIT2 = TcpState.FIN_WAIT2.kernelNumber();
    private static final int CLOSE_WAIT = TcpState.CLOSE_WAIT.kernelNumber();
    private static final int LAST_ACK = TcpState.LAST_ACK.kernelNumber();
    private static final int CLOSING = TcpState.CLOSING.kernelNumber();
    private static final int TIMER_NONE = 0;
    private static final int TIMER_RETRANSMIT = 1;
    private static final int TIMER_KEEP_ALIVE = 2;
    private static final int STALLED_WRITE_RETRANSMISSIONS = 3;
    private static final int STALLED_CLOSE_RETRANSMISSIONS = 6;
    private static final int UNANSWERED_PROBES = 2;

    /** Both clocks start with the handshake, and tick with the kernel's jiffies. */
    private static final int HANDSHAKE_SLACK_MILLIS = 100;

    /** A path as short as this lets a reply come back long before a delayed acknowledgement. */
    private static final int LOW_RTT_MICROS = 10_000;

    /** Adds a socket to the counts that begin at {@code at}. */
    void count(InetDiagMsg socket, int state, int[] ints, int at) {
        int timer = socket.timer();
        if (timer == TIMER_NONE && state != FIN_WAIT2) {
            return;
        }
        if (timer == TIMER_RETRANSMIT) {
            if (socket.retrans() > 0) {
                ints[at + CellTable.RETRANSMITTING]++;
                countRetransmitting(socket, state, ints, at);
            } else if (state == ESTABLISHED && isHeld(socket)) {
                ints[at + CellTable.HELD]++;
            }
        } else if (timer == TIMER_KEEP_ALIVE) {
            if (state == ESTABLISHED && socket.retrans() >= UNANSWERED_PROBES) {
                ints[at + CellTable.UNANSWERED]++;
            }
        }
        if (state == FIN_WAIT2 && socket.inode() != 0 && socket.hasInfo()) {
            long silentMillis = Math.min(socket.lastDataRecvMillis(), socket.lastAckRecvMillis());
            ints[at + CellTable.HALF_CLOSED_AGE + AgeHistogram.bucketOf(silentMillis)]++;
        }
    }

    private static void countRetransmitting(InetDiagMsg socket, int state, int[] ints, int at) {
        int retransmissions = socket.retrans();
        if (state == SYN_SENT) {
            ints[at + CellTable.STALLED_CONNECTS]++;
        } else if (state == ESTABLISHED || state == CLOSE_WAIT) {
            if (retransmissions >= STALLED_WRITE_RETRANSMISSIONS) {
                ints[at + CellTable.STALLED_WRITES]++;
            }
            if (state == ESTABLISHED && isUnheard(socket)) {
                ints[at + CellTable.UNHEARD]++;
            }
        } else if ((state == FIN_WAIT1 || state == LAST_ACK || state == CLOSING)
                && retransmissions >= STALLED_CLOSE_RETRANSMISSIONS) {
            ints[at + CellTable.STALLED_CLOSES]++;
        }
    }

    /**
     * The peer repeats its SYN-ACK, for it never took the handshake's last ACK. A peer that
     * vanished later sends nothing; one that had answered keep-alive probes was heard after the
     * handshake, whose end {@code tcpi_last_data_recv} dates as long as no data came.
     */
    private static boolean isUnheard(InetDiagMsg socket) {
        return socket.hasBytes()
                && socket.bytesReceived() == 0
                && socket.bytesAcked() <= 1
                && socket.segsIn() > 1
                && socket.lastAckRecvMillis() + HANDSHAKE_SLACK_MILLIS
                        >= socket.lastDataRecvMillis();
    }

    /** Less than a segment waits, and neither window nor path is the reason. */
    private static boolean isHeld(InetDiagMsg socket) {
        return socket.hasNotSent()
                && socket.notSentBytes() > 0
                && socket.notSentBytes() < socket.sndMss()
                && socket.unacked() > 0
                && socket.unacked() < socket.sndCwnd()
                && socket.minRttMicros() < LOW_RTT_MICROS;
    }
}
