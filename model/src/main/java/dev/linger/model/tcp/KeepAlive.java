// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

import dev.linger.model.Require;

/**
 * Keep-alive timers of ESTABLISHED sockets, as idiag_timer of inet_diag shows them.
 *
 * @param armed timer 2: SO_KEEPALIVE is on and the timer runs
 * @param unarmed timer 0: no timer at all; a peer that vanished is never noticed
 * @param unknown timers 1 (retransmission) and 4 (zero window probe), which hide the keep-alive
 *     timer
 * @param probing the part of {@code armed} with one unanswered probe or more
 */
public record KeepAlive(long armed, long unarmed, long unknown, long probing) {
    /** No ESTABLISHED socket. */
    public static final KeepAlive NONE = new KeepAlive(0, 0, 0, 0);

    /** Refuses negative counts. */
    public KeepAlive {
        Require.notNegative("keepAlive.armed", armed);
        Require.notNegative("keepAlive.unarmed", unarmed);
        Require.notNegative("keepAlive.unknown", unknown);
        Require.notNegative("keepAlive.probing", probing);
    }
}
