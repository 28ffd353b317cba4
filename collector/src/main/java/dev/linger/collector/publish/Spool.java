// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.publish;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * Entries on disk, first in, first out, within a bound: beyond it, the oldest file is dropped
 * whole. What is left there is found again by the next start.
 *
 * <pre>
 *  00000000000000000007.spool   entry, entry, ...        read first, deleted when all is released
 *  00000000000000000008.spool   entry, entry, ...        appended to
 *  released                     u64 file, u64 offset: what lies before it was acknowledged
 *
 *  entry   u32 length of value | u32 CRC-32C of topic and value | u8 topic | value
 * </pre>
 *
 * <p>An entry that was cut off by a crash ends its file. Not thread-safe.
 */
final class Spool implements AutoCloseable {
    private static final String SUFFIX = ".spool";
    private static final int HEADER_BYTES = 9;
    private static final int FILES_IN_BOUND = 16;
    private static final int LONGEST_VALUE_BYTES = 64 << 20;

    private final Path directory;
    private final long maxBytes;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final FileChannel releasedFile;
    private @Nullable FileChannel writer;
    private long bytes;
    private long dropped;

    /** One file; entries before {@code released} were acknowledged. */
    private static final class Segment {
        private final long number;
        private long length;
        private long released;
        private int entries;

        private Segment(long number) {
            this.number = number;
        }
    }

    /**
     * Opens, and finds what was left there.
     *
     * @param maxBytes how much to keep
     * @throws IOException if the directory cannot be made, read or written
     */
    Spool(Path directory, long maxBytes) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.maxBytes = maxBytes;
        this.releasedFile =
                FileChannel.open(
                        directory.resolve("released"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        recover();
    }

    /** Appends an entry, dropping the oldest file where the bound is reached. */
    void append(OutboxEntry entry) throws IOException {
        Segment last = segments.peekLast();
        if (writer == null || last == null || last.length >= maxBytes / FILES_IN_BOUND) {
            last = startSegment(last == null ? nextNumber() : last.number + 2);
        }
        write(Objects.requireNonNull(writer), last, entry);
        while (bytes > maxBytes && segments.size() > 1) {
            Segment oldest = segments.getFirst();
            dropped += oldest.entries;
            delete(oldest);
        }
    }

    /** Puts entries before all others, into a file of their own. */
    void prepend(Collection<OutboxEntry> entries) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        Segment first = segments.peekFirst();
        Segment before = new Segment((first == null ? nextNumber() : first.number) - 1);
        try (FileChannel channel =
                FileChannel.open(
                        fileOf(before.number),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE)) {
            for (OutboxEntry entry : entries) {
                write(channel, before, entry);
            }
        }
        segments.addFirst(before);
    }

    /**
     * The oldest entries, at least one where there is one, about {@code maxBytes} at most. They
     * stay until they are released.
     */
    List<OutboxEntry> oldest(int maxBytes) throws IOException {
        List<OutboxEntry> entries = new ArrayList<>();
        int read = 0;
        for (Segment segment : segments) {
            try (FileChannel channel = FileChannel.open(fileOf(segment.number))) {
                long at = segment.released;
                while (at < segment.length && read < maxBytes) {
                    OutboxEntry entry = readEntry(channel, segment.number, at);
                    if (entry == null) {
                        break;
                    }
                    entries.add(entry);
                    at = entry.end();
                    read += entry.value().length;
                }
            }
            if (read >= maxBytes) {
                break;
            }
        }
        return entries;
    }

    /** Forgets this entry of {@link #oldest} and all before it. */
    void release(OutboxEntry entry) throws IOException {
        while (!segments.isEmpty() && segments.getFirst().number < entry.segment()) {
            delete(segments.getFirst());
        }
        Segment first = segments.peekFirst();
        if (first == null || first.number != entry.segment()) {
            return; // dropped meanwhile
        }
        first.released = entry.end();
        first.entries--;
        if (first.released >= first.length) {
            delete(first);
        }
        ByteBuffer position = ByteBuffer.allocate(2 * Long.BYTES);
        position.putLong(entry.segment()).putLong(entry.end()).flip();
        releasedFile.write(position, 0);
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    /** Bytes on disk. */
    long bytes() {
        return bytes;
    }

    /** Entries dropped since the start, because the bound was reached. */
    long dropped() {
        return dropped;
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
        releasedFile.close();
    }

    private void recover() throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                numbers.add(Long.valueOf(name.substring(0, name.length() - SUFFIX.length())));
            }
        }
        Collections.sort(numbers);
        ByteBuffer position = ByteBuffer.allocate(2 * Long.BYTES);
        boolean released = releasedFile.read(position, 0) == position.capacity();
        position.flip();
        long releasedSegment = released ? position.getLong() : -1;
        long releasedEnd = released ? position.getLong() : 0;
        for (long number : numbers) {
            if (number < releasedSegment) {
                Files.delete(fileOf(number));
                continue;
            }
            Segment segment = new Segment(number);
            segment.released = number == releasedSegment ? releasedEnd : 0;
            measure(segment);
            segments.add(segment);
            bytes += segment.length;
            if (segment.released >= segment.length) {
                delete(segment);
            }
        }
    }

    private void measure(Segment segment) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOf(segment.number))) {
            segment.length = segment.released;
            OutboxEntry entry = readEntry(channel, segment.number, segment.length);
            while (entry != null) {
                segment.length = entry.end();
                segment.entries++;
                entry = readEntry(channel, segment.number, segment.length);
            }
        }
    }

    private @Nullable OutboxEntry readEntry(FileChannel channel, long segment, long at)
            throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (!readFully(channel, header, at)) {
            return null;
        }
        int length = header.getInt();
        int checksum = header.getInt();
        byte topic = header.get();
        if (length < 0 || length > LONGEST_VALUE_BYTES) {
            return null;
        }
        ByteBuffer value = ByteBuffer.allocate(length);
        if (!readFully(channel, value, at + HEADER_BYTES)) {
            return null;
        }
        OutboxEntry entry =
                new OutboxEntry(topic, value.array(), segment, at + HEADER_BYTES + length);
        return checksum(entry) == checksum ? entry : null;
    }

    private static boolean readFully(FileChannel channel, ByteBuffer target, long at)
            throws IOException {
        long position = at;
        while (target.hasRemaining()) {
            int read = channel.read(target, position);
            if (read < 0) {
                return false;
            }
            position += read;
        }
        target.flip();
        return true;
    }

    private void write(FileChannel channel, Segment segment, OutboxEntry entry) throws IOException {
        byte[] value = entry.value();
        ByteBuffer written = ByteBuffer.allocate(HEADER_BYTES + value.length);
        written.putInt(value.length).putInt(checksum(entry)).put(entry.topicCode()).put(value);
        written.flip();
        long at = segment.length;
        while (written.hasRemaining()) {
            at += channel.write(written, at);
        }
        segment.length = at;
        segment.entries++;
        bytes += HEADER_BYTES + value.length;
    }

    /** Numbers leave a gap, so that {@link #prepend} finds one before the first. */
    private Segment startSegment(long number) throws IOException {
        if (writer != null) {
            writer.close();
        }
        writer =
                FileChannel.open(
                        fileOf(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Segment segment = new Segment(number);
        segments.add(segment);
        return segment;
    }

    private long nextNumber() throws IOException {
        ByteBuffer position = ByteBuffer.allocate(Long.BYTES);
        return releasedFile.read(position, 0) == Long.BYTES ? position.flip().getLong() + 2 : 2;
    }

    private void delete(Segment first) throws IOException {
        segments.removeFirstOccurrence(first);
        bytes -= first.length;
        if (segments.isEmpty() && writer != null) {
            writer.close();
            writer = null;
        }
        Files.deleteIfExists(fileOf(first.number));
    }

    private Path fileOf(long number) {
        return directory.resolve("%020d".formatted(number) + SUFFIX);
    }

    private static int checksum(OutboxEntry entry) {
        CRC32C crc = new CRC32C();
        crc.update(entry.topicCode());
        crc.update(entry.value());
        return (int) crc.getValue();
    }
}
