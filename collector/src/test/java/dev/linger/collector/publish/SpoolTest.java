// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class SpoolTest {
    private static final long ROOMY = 1 << 20;
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir private Path directory;

    @Test
    void shouldReturnWhatWasAppendedInOrder() throws IOException {
        try (Spool spool = new Spool(directory, ROOMY)) {
            append(spool, 0, 100);
            assertThat(texts(spool.oldest(ALL))).isEqualTo(numbers(0, 100));
            assertThat(spool.bytes()).isEqualTo(filesBytes());
        }
    }

    @Test
    void shouldKeepEntriesUntilTheyAreReleased() throws IOException {
        try (Spool spool = new Spool(directory, ROOMY)) {
            append(spool, 0, 10);
            List<OutboxEntry> first = spool.oldest(20);
            assertThat(texts(spool.oldest(20))).isEqualTo(texts(first));
            spool.release(first.getLast());
            assertThat(texts(spool.oldest(ALL))).isEqualTo(numbers(first.size(), 10));
            spool.release(spool.oldest(ALL).getLast());
            assertThat(spool.isEmpty()).isTrue();
            assertThat(filesBytes()).isZero();
        }
    }

    @Test
    void shouldGoOnAfterARestartWithWhatWasNotReleased() throws IOException {
        try (Spool spool = new Spool(directory, 64)) {
            append(spool, 0, 3);
            spool.release(spool.oldest(1).getFirst());
        }
        try (Spool spool = new Spool(directory, ROOMY)) {
            assertThat(texts(spool.oldest(ALL))).isEqualTo(numbers(1, 3));
            append(spool, 3, 5);
            assertThat(texts(spool.oldest(ALL))).isEqualTo(numbers(1, 5));
        }
    }

    @Test
    void shouldDropTheOldestBeyondItsBoundAndCountThem() throws IOException {
        long bound = 16 * 1024;
        try (Spool spool = new Spool(directory, bound)) {
            append(spool, 0, 5000);
            List<String> left = texts(spool.oldest(ALL));
            assertThat(left).isEqualTo(numbers(5000 - left.size(), 5000));
            assertThat(spool.dropped()).isEqualTo(5000 - left.size());
            assertThat(spool.bytes()).isEqualTo(filesBytes()).isBetween(bound * 3 / 4, bound);
        }
    }

    @Test
    void shouldIgnoreTheReleaseOfWhatWasDroppedMeanwhile() throws IOException {
        try (Spool spool = new Spool(directory, 16 * 1024)) {
            append(spool, 0, 10);
            OutboxEntry first = spool.oldest(1).getFirst();
            append(spool, 10, 5000);
            List<String> before = texts(spool.oldest(ALL));
            spool.release(first);
            assertThat(texts(spool.oldest(ALL))).isEqualTo(before);
        }
    }

    @Test
    void shouldEndAFileAtAnEntryThatWasCutOff() throws IOException {
        try (Spool spool = new Spool(directory, ROOMY)) {
            append(spool, 0, 10);
        }
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            try (Spool spool = new Spool(directory, ROOMY)) {
                List<String> left = texts(spool.oldest(ALL));
                assertThat(left).isEqualTo(numbers(0, left.size()));
            }
            Files.write(file, bytes);
        }
    }

    @Test
    void shouldEndAFileAtAnEntryThatWasDamaged() throws IOException {
        try (Spool spool = new Spool(directory, ROOMY)) {
            append(spool, 0, 10);
        }
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x20;
            Files.write(file, damaged);
            try (Spool spool = new Spool(directory, ROOMY)) {
                List<String> left = texts(spool.oldest(ALL));
                assertThat(left).hasSizeLessThan(10).isEqualTo(numbers(0, left.size()));
            }
            Files.write(file, bytes);
        }
    }

    @Test
    void shouldPutBeforeAllOthersWhatWasOlder() throws IOException {
        try (Spool spool = new Spool(directory, ROOMY)) {
            append(spool, 5, 10);
            spool.prepend(numbers(0, 5).stream().map(SpoolTest::entry).toList());
        }
        try (Spool spool = new Spool(directory, ROOMY)) {
            assertThat(texts(spool.oldest(ALL))).isEqualTo(numbers(0, 10));
        }
    }

    private static void append(Spool spool, int from, int to) throws IOException {
        for (String text : numbers(from, to)) {
            spool.append(entry(text));
        }
    }

    private static OutboxEntry entry(String text) {
        return new OutboxEntry((byte) 1, text.getBytes(UTF_8), OutboxEntry.IN_MEMORY, 0);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj("snapshot %d"::formatted).toList();
    }

    private static List<String> texts(List<OutboxEntry> entries) {
        return entries.stream().map(entry -> new String(entry.value(), UTF_8)).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".spool")).sorted().toList());
        }
    }

    private long filesBytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }
}
