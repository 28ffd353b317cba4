// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives back the pages of files that this process has mapped and only reads: libraries, the AOT
 * cache, the class library. The start touches most of them, the work that follows few; what it
 * needs comes back from the page cache by a minor fault. Nothing is read from the disk again unless
 * the kernel needed the memory meanwhile.
 */
public final class MappedFiles {
    private static final Path SMAPS = Path.of("/proc/self/smaps");
    private static final int MADV_DONTNEED = 4;
    private static final long KIB = 1024;

    /** {@code 7f6b8000-7f6b9000 r--p 00000000 08:01 1234 /usr/lib/libc.so.6}. */
    private static final Pattern HEAD =
            Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (\\S{4}) \\S+ \\S+ (\\d+) *(.*)");

    /** Fields of smaps that say that a page is not, or not only, the file's. */
    private static final List<String> OF_THE_PROCESS =
            List.of("Anonymous:", "Swap:", "Locked:", "Shared_Dirty:");

    private MappedFiles() {}

    /**
     * A mapping whose pages may be given back.
     *
     * @param address first byte
     * @param bytes length
     * @param residentBytes how much of it is in memory
     */
    record Mapping(long address, long bytes, long residentBytes) {}

    /**
     * Gives them back.
     *
     * @return bytes that were resident in them
     * @throws IOException if smaps cannot be read, or the kernel refuses
     */
    public static long release() throws IOException {
        long released = 0;
        try (Arena arena = Arena.ofConfined()) {
            LibC libc = new LibC(arena);
            for (Mapping mapping : parse(Files.readAllLines(SMAPS))) {
                int result =
                        libc.madvise(
                                MemorySegment.ofAddress(mapping.address()),
                                mapping.bytes(),
                                MADV_DONTNEED);
                if (result < 0) {
                    throw new ErrnoException("madvise", -result);
                }
                released += mapping.residentBytes();
            }
        }
        return released;
    }

    /**
     * Reads smaps. Only private mappings of files that may not be written and hold no page of their
     * own count: a relocated library or cache has such pages, and giving them back would undo the
     * relocation.
     */
    static List<Mapping> parse(List<String> lines) {
        List<Mapping> mappings = new ArrayList<>();
        Matcher head = null;
        long resident = 0;
        boolean own = true;
        for (String line : lines) {
            if (line.startsWith("Rss:")) {
                resident = bytes(line);
            } else if (OF_THE_PROCESS.stream().anyMatch(line::startsWith)) {
                own |= bytes(line) > 0;
            } else if (mayBeHead(line)) {
                Matcher next = HEAD.matcher(line);
                if (next.matches()) {
                    add(head, resident, own, mappings);
                    head = next;
                    resident = 0;
                    own = false;
                }
            }
        }
        add(head, resident, own, mappings);
        return mappings;
    }

    /** A head begins with a number in lower case, a field with a capital letter. */
    private static boolean mayBeHead(String line) {
        return !line.isEmpty() && !Character.isUpperCase(line.charAt(0));
    }

    /** {@code Rss: 1024 kB}. */
    private static long bytes(String line) {
        int begin = line.lastIndexOf(' ', line.length() - " kB".length() - 1) + 1;
        return KIB * Long.parseLong(line, begin, line.length() - " kB".length(), 10);
    }

    private static void add(
            @Nullable Matcher head, long resident, boolean own, List<Mapping> mappings) {
        if (head == null || own || resident == 0) {
            return;
        }
        String access = head.group(3);
        boolean file = !head.group(4).equals("0") && head.group(5).startsWith("/");
        if (file && access.startsWith("r-") && access.endsWith("p")) {
            long begin = Long.parseUnsignedLong(head.group(1), 16);
            long end = Long.parseUnsignedLong(head.group(2), 16);
            mappings.add(new Mapping(begin, end - begin, resident));
        }
    }
}
