// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.backfill;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Reads and decodes on a thread of its own, a few transactions ahead of the writing. */
final class ImportChunks implements AutoCloseable {
    private static final int AHEAD = 3;
    private static final long BYTES = 32L << 20;

    private final BlockingQueue<Chunk> ready = new ArrayBlockingQueue<>(AHEAD);
    private final CountedLines lines;
    private final LineDecoder decoder;
    private final int rowsAtATime;
    private final Thread thread;

    /** Starts reading from where {@code lines} stands. */
    ImportChunks(CountedLines lines, LineDecoder decoder, int rowsAtATime) {
        this.lines = lines;
        this.decoder = decoder;
        this.rowsAtATime = rowsAtATime;
        this.thread = Thread.ofPlatform().name("linger-import-reader").start(this::read);
    }

    /**
     * Lines for one transaction.
     *
     * @param rows their rows; empty at the end
     * @param failure why nothing more can be read
     */
    record Chunk(List<ImportRow> rows, @Nullable IOException failure) {}

    /** The next lines. */
    Chunk next() throws InterruptedException {
        return ready.take();
    }

    private void read() {
        try {
            List<ImportRow> rows;
            do {
                rows = readSome();
                ready.put(new Chunk(rows, null));
            } while (!rows.isEmpty());
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(new IOException(e));
        }
    }

    private void fail(IOException e) {
        try {
            ready.put(new Chunk(List.of(), e));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ImportRow> readSome() throws IOException {
        List<ImportRow> rows = new ArrayList<>();
        long count = 0;
        long bytes = 0;
        while (count < rowsAtATime && bytes < BYTES) {
            CountedLines.Line line = lines.next();
            if (line == null) {
                break;
            }
            ImportRow row = decoder.decode(line);
            rows.add(row);
            count += row.rows();
            bytes += line.bytes().length;
        }
        return rows;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
