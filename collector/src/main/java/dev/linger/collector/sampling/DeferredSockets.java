// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.netlink.MalformedNetlinkException;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Copies of the sockets whose owner must be looked up, which reads files and so waits until the
 * dump is complete. Normally those of connections made since the scan before; on the first scan
 * perhaps all. Bounded to a sixteenth of the heap and 16 MB, which is about 90,000 sockets.
 */
final class DeferredSockets {
    private static final int MAX_WORDS =
            (int) Math.min(4 << 20, Runtime.getRuntime().maxMemory() / 16 / Integer.BYTES);
    private static final int KEPT_WORDS = 64 << 10;

    private final InetDiagMsg view = new InetDiagMsg();
    private int[] words = new int[1024];
    private int used;

    void clear() {
        used = 0;
        if (words.length > KEPT_WORDS) {
            words = new int[KEPT_WORDS];
        }
    }

    /** Copies a socket; false where there is no room. */
    boolean add(InetDiagMsg socket) {
        if (used + InetDiagMsg.COPY_WORDS > words.length) {
            if (2L * words.length > MAX_WORDS) {
                return false;
            }
            words = Arrays.copyOf(words, 2 * words.length);
        }
        used += socket.copyTo(words, used);
        return true;
    }

    boolean isEmpty() {
        return used == 0;
    }

    /** Shows every socket, through a view that moves on. */
    void forEach(Consumer<InetDiagMsg> visitor) {
        try {
            for (int at = 0; at < used; at += words[at] / 4) {
                view.moveTo(words, at);
                visitor.accept(view);
            }
        } catch (MalformedNetlinkException e) {
            throw new IllegalStateException("a copy of a well-formed message is well-formed", e);
        }
    }
}
