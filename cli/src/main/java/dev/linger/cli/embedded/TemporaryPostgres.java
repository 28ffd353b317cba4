// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import dev.linger.model.part.PartFailedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@link PostgresServer} for the length of one command. It is stopped when it is closed, and when
 * this process is told to end; unless its directory is to be kept, that is removed.
 *
 * <p>After kill -9 of this process the server goes on. The next one that starts ends it: whether a
 * directory is still somebody's is what the lock in it says.
 */
public final class TemporaryPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TemporaryPostgres.class);
    private static final String PREFIX = "linger-postgresql";

    private final DataDirectory directory;
    private final boolean kept;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable PostgresServer server;

    private TemporaryPostgres(DataDirectory directory, boolean kept) {
        this.directory = directory;
        this.kept = kept;
    }

    /**
     * Starts one on a free port, in a temporary directory.
     *
     * @param options {@code name=value}, on top of those of {@link PostgresServer}
     * @throws PartFailedException if it does not start; the message says what to do
     */
    public static TemporaryPostgres start(List<String> options) {
        removeLeftOvers();
        Path directory;
        try {
            directory = Files.createTempDirectory(PREFIX);
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot make a temporary directory ("
                            + FileErrors.describe(e)
                            + "); free space in java.io.tmpdir",
                    e);
        }
        return start(DataDirectory.open(directory), false, options);
    }

    /** Starts one on a free port, in a directory that stays with what is in it. */
    public static TemporaryPostgres keptIn(Path directory, List<String> options) {
        return start(DataDirectory.open(directory), true, options);
    }

    private static TemporaryPostgres start(
            DataDirectory directory, boolean kept, List<String> options) {
        TemporaryPostgres postgres = new TemporaryPostgres(directory, kept);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(postgres::close, "linger-temporary-postgresql"));
        try {
            postgres.server =
                    PostgresServer.start(
                            directory.path(),
                            directory.path(),
                            LoopbackPort.claim(0, "PostgreSQL", "--postgres-port"),
                            options);
            return postgres;
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    /** The server. */
    public PostgresServer server() {
        return Objects.requireNonNull(server);
    }

    /** Where it keeps its data. */
    Path directory() {
        return directory.path();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (server != null) {
            server.close();
        }
        if (!kept) {
            remove(directory.path());
        }
        directory.close();
    }

    /** Ends servers whose process was killed. */
    private static void removeLeftOvers() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path directory : found) {
                if (Files.isDirectory(directory.resolve("data"))
                        && Files.isWritable(directory.resolve("lock"))) {
                    removeIfLeft(directory);
                }
            }
        } catch (IOException e) {
            log.warn("cannot look for left-overs: {}", FileErrors.describe(e));
        }
    }

    private static void removeIfLeft(Path directory) {
        DataDirectory left;
        try {
            left = DataDirectory.open(directory);
        } catch (PartFailedException inUse) {
            log.debug("{} is not a left-over: {}", directory, inUse.getMessage());
            return;
        }
        try (left) {
            log.info("removing {}, which a killed linger left", directory);
            PostgresServer.stopLeftOver(directory);
            remove(directory);
        }
    }

    private static void remove(Path directory) {
        try {
            PostgresDistribution.delete(directory);
        } catch (IOException e) {
            log.warn("{} is left behind: {}", directory, FileErrors.describe(e));
        }
    }
}
