// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A proc file system.
 *
 * @param root where it is mounted
 */
public record ProcFs(Path root) {
    private static final int PIECE_BYTES = 8192;

    /** The one of this host. */
    public static final ProcFs HOST = new ProcFs(Path.of("/proc"));

    /** The file or folder at a path below the root. */
    public Path path(String relative) {
        return root.resolve(relative);
    }

    /**
     * The text of a file, without white space at its ends.
     *
     * <p>In large pieces: a file of sysctl gives its value to the first read alone, whatever its
     * size, and {@link Files#readAllBytes} reads a file that says it is empty byte by byte, so that
     * "40000" came back as "4".
     *
     * @throws IOException if it is missing or not readable
     */
    public String read(String relative) throws IOException {
        try (InputStream in = Files.newInputStream(path(relative))) {
            byte[] piece = new byte[PIECE_BYTES];
            int length = 0;
            int read = in.read(piece, 0, piece.length);
            while (read > 0) {
                length += read;
                if (length == piece.length) {
                    piece = Arrays.copyOf(piece, 2 * length);
                }
                read = in.read(piece, length, piece.length - length);
            }
            return new String(piece, 0, length, ISO_8859_1).strip();
        }
    }

    /**
     * The text of a file, or null where this kernel has no such file.
     *
     * @throws IOException if it is there and not readable
     */
    public @Nullable String readIfPresent(String relative) throws IOException {
        try {
            return read(relative);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
