// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.backfill;

import com.github.luben.zstd.ZstdInputStream;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The lines of a stream that may be compressed by gzip or zstd, which its first bytes tell. Offsets
 * count the bytes of the lines themselves.
 */
final class CountedLines implements AutoCloseable {
    /** A longer line is no service-minute; a minute with 1,000 endpoints has about 2 MB. */
    static final int LONGEST_LINE = 16 << 20;

    private static final int BUFFER = 1 << 18;
    private static final int MAGIC = 4;

    private final Counter raw;
    private final InputStream lines;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long offset;
    private long number = 1;

    /** Looks at the first bytes. */
    CountedLines(InputStream stream) throws IOException {
        raw = new Counter(stream);
        InputStream peeked = new BufferedInputStream(raw, BUFFER);
        peeked.mark(MAGIC);
        byte[] magic = peeked.readNBytes(MAGIC);
        peeked.reset();
        lines = decompressed(peeked, magic);
    }

    /** A line. */
    static final class Line {
        private final long number;
        private final long end;
        private final byte[] bytes;
        private final boolean cut;

        private Line(long number, long end, byte[] bytes, boolean cut) {
            this.number = number;
            this.end = end;
            this.bytes = bytes;
            this.cut = cut;
        }

        /** Counted from 1. */
        long number() {
            return number;
        }

        /** Offset of the first byte after it. */
        long end() {
            return end;
        }

        /** What it holds, without its end; the first {@link #LONGEST_LINE} bytes. */
        byte[] bytes() {
            return bytes;
        }

        /** Whether it is longer than that. */
        boolean cut() {
            return cut;
        }

        boolean isBlank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    /** Goes on after a line that was read earlier. */
    void skipTo(long nextOffset, long nextLine) throws IOException {
        lines.skipNBytes(nextOffset);
        offset = nextOffset;
        number = nextLine;
    }

    /** The next line, null at the end. */
    @Nullable Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        boolean any = false;
        boolean cut = false;
        while (fill()) {
            any = true;
            int stop = at;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            int room = LONGEST_LINE - line.size();
            cut |= stop - at > room;
            line.write(buffer, at, Math.min(room, stop - at));
            offset += stop - at;
            at = stop;
            if (at < end) {
                at++;
                offset++;
                break;
            }
        }
        return any ? new Line(number++, offset, line.toByteArray(), cut) : null;
    }

    /** Bytes taken from the stream, as compressed as it is. */
    long rawBytes() {
        return raw.bytes;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, lines.read(buffer, 0, buffer.length));
        }
        return end > 0;
    }

    private static InputStream decompressed(InputStream stream, byte[] magic) throws IOException {
        if (begins(magic, 0x1f, 0x8b)) {
            return new GZIPInputStream(stream, BUFFER);
        }
        return begins(magic, 0x28, 0xb5, 0x2f, 0xfd) ? new ZstdInputStream(stream) : stream;
    }

    private static boolean begins(byte[] bytes, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Counts what is read; read by the thread that shows progress too. */
    private static final class Counter extends FilterInputStream {
        private volatile long bytes;

        Counter(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int more = super.read(into, from, length);
            count(Math.max(0, more));
            return more;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the stream
        private void count(int more) {
            bytes += more;
        }
    }
}
