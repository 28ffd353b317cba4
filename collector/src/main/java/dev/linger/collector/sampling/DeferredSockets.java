// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.netlink.MalformedNetlinkException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Copies of the sockets whose owner must be looked up, which reads files and so waits until the
 * dump is complete. Normally those of connections made since the scan before; on the first scans
 * perhaps all. Bounded to a 48th of the heap and 16 MB, 240 bytes a socket: the walk over
 * descriptors that looks for these keeps what else it comes across, so that the next scan need not
 * copy the others.
 *
 * <p>The room that one scan took is kept for the next, and given up when that needs less.
 */
final class DeferredSockets {
    private static final int CHUNK_WORDS = 64 << 10;
    private static final int MOST_CHUNKS =
            Math.clamp(Runtime.getRuntime().maxMemory() / 48 / Integer.BYTES / CHUNK_WORDS, 1, 64);

    private final InetDiagMsg view = new InetDiagMsg();
    private final List<int[]> chunks = new ArrayList<>();
    private final int[] wordsUsed = new int[MOST_CHUNKS];
    private int chunksUsed;
    private int sockets;
    private int mostSockets;

    /**
     * Forgets the sockets of the scan before.
     *
     * @param most how many to take now
     */
    void begin(int most) {
        chunks.subList(chunksUsed, chunks.size()).clear();
        chunksUsed = 0;
        sockets = 0;
        mostSockets = most;
    }

    /** Copies a socket; false where there is no room. */
    boolean add(InetDiagMsg socket) {
        if (sockets == mostSockets || !hasRoom()) {
            return false;
        }
        int last = chunksUsed - 1;
        wordsUsed[last] += socket.copyTo(chunks.get(last), wordsUsed[last]);
        sockets++;
        return true;
    }

    boolean isEmpty() {
        return sockets == 0;
    }

    /** Shows every socket, through a view that moves on. */
    void forEach(Consumer<InetDiagMsg> visitor) {
        try {
            for (int i = 0; i < chunksUsed; i++) {
                int[] words = chunks.get(i);
                for (int at = 0; at < wordsUsed[i]; at += words[at] / 4) {
                    view.moveTo(words, at);
                    visitor.accept(view);
                }
            }
        } catch (MalformedNetlinkException e) {
            throw new IllegalStateException("a copy of a well-formed message is well-formed", e);
        }
    }

    /** Begins a chunk where the last one is full. */
    private boolean hasRoom() {
        if (chunksUsed > 0 && wordsUsed[chunksUsed - 1] + InetDiagMsg.COPY_WORDS <= CHUNK_WORDS) {
            return true;
        }
        if (chunksUsed == MOST_CHUNKS) {
            return false;
        }
        if (chunksUsed == chunks.size()) {
            chunks.add(new int[CHUNK_WORDS]);
        }
        wordsUsed[chunksUsed++] = 0;
        return true;
    }
}
