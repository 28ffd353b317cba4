// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

import dev.linger.model.Require;

/**
 * Sockets that wait for something that does not come, by what that is; also the mean of such counts
 * over a minute. A socket may count in several.
 *
 * @param connects SYN_SENT with one unanswered retransmission or more (idiag_timer 1)
 * @param writes ESTABLISHED or CLOSE_WAIT with three unanswered retransmissions or more
 * @param closes FIN_WAIT1, LAST_ACK or CLOSING with six unanswered retransmissions or more: with a
 *     retransmission time-out of 0.2 s, 12.6 s since the FIN
 * @param unheard ESTABLISHED that retransmit and whose peer does nothing but repeat its SYN-ACK
 *     (tcpi_bytes_received 0, tcpi_bytes_acked at most the SYN, tcpi_segs_in above one, no
 *     acknowledgement since the handshake)
 * @param unanswered ESTABLISHED with two unanswered keep-alive probes or more (idiag_timer 2); one
 *     may be lost
 * @param held ESTABLISHED with less than a segment held back while an earlier one is
 *     unacknowledged, although window and round-trip time would let it go: Nagle's algorithm waits
 *     for a delayed acknowledgement
 * @param shared ESTABLISHED, silent for 10 s, under two descriptors or more, whether of one process
 *     (dup) or of several (fork)
 * @param halfClosedAge FIN_WAIT2 that a process still holds, by time since the last segment came
 *     in: no timer ends them
 */
public record Stalls(
        long connects,
        long writes,
        long closes,
        long unheard,
        long unanswered,
        long held,
        long shared,
        AgeHistogram halfClosedAge) {
    /** None of those that were looked at. */
    public static final Stalls NONE = new Stalls(0, 0, 0, 0, 0, 0, 0, AgeHistogram.EMPTY);

    /** Refuses negative counts. */
    public Stalls {
        Require.notNegative("stalls.connects", connects);
        Require.notNegative("stalls.writes", writes);
        Require.notNegative("stalls.closes", closes);
        Require.notNegative("stalls.unheard", unheard);
        Require.notNegative("stalls.unanswered", unanswered);
        Require.notNegative("stalls.held", held);
        Require.notNegative("stalls.shared", shared);
        Require.present("stalls.halfClosedAge", halfClosedAge);
    }
}
