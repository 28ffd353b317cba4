// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import dev.linger.model.part.PartFailedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@link PostgresServer} in a temporary directory. It is stopped and its directory removed when
 * it is closed, and when this process is told to end.
 */
public final class TemporaryPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TemporaryPostgres.class);

    private final Path directory;
    private final AtomicBoolean removed = new AtomicBoolean();
    private @Nullable PostgresServer server;

    private TemporaryPostgres(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts one on a free port.
     *
     * @param options {@code name=value}, on top of those of {@link PostgresServer}
     * @throws PartFailedException if it does not start; the message says what to do
     */
    public static TemporaryPostgres start(List<String> options) {
        TemporaryPostgres postgres;
        try {
            postgres = new TemporaryPostgres(Files.createTempDirectory("linger-postgresql"));
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot make a temporary directory ("
                            + FileErrors.describe(e)
                            + "); free space in java.io.tmpdir",
                    e);
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(postgres::close, "linger-temporary-postgresql"));
        try {
            postgres.server =
                    PostgresServer.start(
                            postgres.directory,
                            postgres.directory,
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

    @Override
    public void close() {
        if (!removed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (server != null) {
                server.close();
            }
            PostgresDistribution.delete(directory);
        } catch (IOException e) {
            log.warn("{} is left behind: {}", directory, FileErrors.describe(e));
        }
    }
}
