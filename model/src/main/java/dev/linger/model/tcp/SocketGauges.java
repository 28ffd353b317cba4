// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

import dev.linger.model.Require;

import org.jspecify.annotations.Nullable;

/**
 * What can be counted of a set of sockets at one moment; also the mean of such counts over a
 * minute.
 *
 * @param states sockets by state
 * @param keepAlive keep-alive timers of ESTABLISHED sockets
 * @param idle ESTABLISHED sockets by time since the last segment came in (tcpi_last_data_recv and
 *     tcpi_last_ack_recv, whichever is younger)
 * @param idleUnarmed the part of {@code idle} without a keep-alive timer
 * @param closeWaitAge CLOSE_WAIT sockets by time since the peer's FIN (tcpi_last_ack_recv)
 * @param retransmitting sockets with at least one unanswered retransmission (idiag_retrans, timer
 *     1)
 * @param receiveQueueBytes bytes received and not yet read, LISTEN sockets left out
 * @param sendQueueBytes bytes written and not yet acknowledged, LISTEN sockets left out
 * @param stalls sockets that wait for something that does not come; absent where not collected, or
 *     where no socket was there
 */
public record SocketGauges(
        StateCounts states,
        KeepAlive keepAlive,
        AgeHistogram idle,
        AgeHistogram idleUnarmed,
        AgeHistogram closeWaitAge,
        long retransmitting,
        long receiveQueueBytes,
        long sendQueueBytes,
        @Nullable Stalls stalls) {

    /** No socket. */
    public static final SocketGauges NONE =
            new SocketGauges(
                    StateCounts.NONE,
                    KeepAlive.NONE,
                    AgeHistogram.EMPTY,
                    AgeHistogram.EMPTY,
                    AgeHistogram.EMPTY,
                    0,
                    0,
                    0);

    /** Refuses missing parts and negative counts. */
    public SocketGauges {
        Require.present("states", states);
        Require.present("keepAlive", keepAlive);
        Require.present("idle", idle);
        Require.present("idleUnarmed", idleUnarmed);
        Require.present("closeWaitAge", closeWaitAge);
        Require.notNegative("retransmitting", retransmitting);
        Require.notNegative("receiveQueueBytes", receiveQueueBytes);
        Require.notNegative("sendQueueBytes", sendQueueBytes);
    }

    /** As collectors count that do not collect stalls. */
    public SocketGauges(
            StateCounts states,
            KeepAlive keepAlive,
            AgeHistogram idle,
            AgeHistogram idleUnarmed,
            AgeHistogram closeWaitAge,
            long retransmitting,
            long receiveQueueBytes,
            long sendQueueBytes) {
        this(
                states,
                keepAlive,
                idle,
                idleUnarmed,
                closeWaitAge,
                retransmitting,
                receiveQueueBytes,
                sendQueueBytes,
                null);
    }
}
