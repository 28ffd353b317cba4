// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.backfill;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * What is imported: a file, or a stream that cannot be taken up again.
 *
 * @param name what people call it
 * @param id the same for the same content; null for a stream
 * @param bytes its size as it is, compressed or not; null for a stream
 * @param modifiedAt when it was last changed; the beginning of the import for a stream
 * @param opener opens it
 */
public record ImportFile(
        String name, @Nullable String id, @Nullable Long bytes, Instant modifiedAt, Opener opener) {
    private static final int HEAD = 1 << 16;

    /** Opens a stream at its beginning. */
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** A file. */
    public static ImportFile of(Path path) throws IOException {
        long bytes = Files.size(path);
        return new ImportFile(
                String.valueOf(path.getFileName()),
                id(path, bytes),
                bytes,
                Files.getLastModifiedTime(path).toInstant(),
                () -> Files.newInputStream(path));
    }

    /** A stream that is read once. */
    public static ImportFile of(String name, InputStream stream, Instant now) {
        return new ImportFile(name, null, null, now, () -> stream);
    }

    private static String id(Path path, long bytes) throws IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bytes));
            digest.update(stream.readNBytes(HEAD));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
