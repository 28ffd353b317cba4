// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints that runs of the job left in a directory: {@code <job id>/chk-<n>/}, complete
 * once its {@code _metadata} exists, which Flink writes last and moves into place.
 */
public final class RetainedCheckpoints {
    private static final String METADATA = "_metadata";
    private static final int DEPTH = 3;

    /** A directory of another name in here is not Flink's, and is never deleted. */
    private static final Pattern JOB_ID = Pattern.compile("[0-9a-f]{32}");

    private final Path directory;

    private RetainedCheckpoints(Path directory) {
        this.directory = directory;
    }

    /** Those in a directory, which need not exist. */
    public static RetainedCheckpoints in(Path directory) {
        return new RetainedCheckpoints(directory);
    }

    /** The directory of the complete checkpoint that was finished last. */
    public Optional<Path> newest() {
        return complete().stream().max(Comparator.comparing(RetainedCheckpoints::finishedAt));
    }

    /** Deletes what earlier runs left, but for {@code kept}, from which the next run starts. */
    public void deleteAllBut(Optional<Path> kept) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path run : entries.filter(RetainedCheckpoints::isRun).toList()) {
                if (kept.isEmpty() || !kept.get().startsWith(run)) {
                    deleteTree(run);
                } else {
                    deleteSiblings(run, kept.get());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete old checkpoints in " + directory, e);
        }
    }

    private static void deleteSiblings(Path run, Path kept) throws IOException {
        try (Stream<Path> siblings = Files.list(run)) {
            for (Path sibling : siblings.toList()) {
                if (sibling.getFileName().toString().startsWith("chk-") && !sibling.equals(kept)) {
                    deleteTree(sibling);
                }
            }
        }
    }

    private List<Path> complete() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files =
                Files.find(directory, DEPTH, (path, attributes) -> isMetadata(path))) {
            return files.map(RetainedCheckpoints::parentOf).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the checkpoints in " + directory, e);
        }
    }

    private static boolean isRun(Path path) {
        return JOB_ID.matcher(path.getFileName().toString()).matches();
    }

    private static boolean isMetadata(Path path) {
        return path.endsWith(METADATA)
                && parentOf(path).getFileName().toString().startsWith("chk-")
                && isRun(parentOf(parentOf(path)));
    }

    private static FileTime finishedAt(Path checkpoint) {
        try {
            return Files.getLastModifiedTime(checkpoint.resolve(METADATA));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + checkpoint, e);
        }
    }

    private static Path parentOf(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no parent");
        }
        return parent;
    }

    static void deleteTree(Path root) throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
