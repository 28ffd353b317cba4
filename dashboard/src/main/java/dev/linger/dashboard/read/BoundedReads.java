// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.read;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

/**
 * Reads that see one state of the database, change nothing and answer within a given time: a
 * connection pool may wait much longer for a server that is away than a reader of a page would. A
 * read that was given up is not broken off: its statement runs into a time-out of the same length,
 * and its connection stays whole.
 */
public final class BoundedReads implements AutoCloseable {
    /** SQLSTATE undefined_table and undefined_function. */
    private static final String UNDEFINED_TABLE = "42P01";

    /** Reads that may wait for a server at the same time; more are refused at once. */
    private static final int UNDER_WAY_MAX = 16;

    private final Jdbi jdbi;
    private final Duration patience;
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("dashboard-read-", 0).factory());

    /** Reads from {@code dataSource}, each for at most {@code patience}. */
    public BoundedReads(DataSource dataSource, Duration patience) {
        this.jdbi = Jdbi.create(dataSource);
        this.patience = patience;
    }

    /**
     * One or more questions.
     *
     * @param <T> what they come to
     */
    @FunctionalInterface
    public interface Questions<T> {
        /** Asks, within a read-only transaction. */
        T ask(Handle handle);
    }

    /**
     * Asks.
     *
     * @throws DatabaseAwayException if there was no answer in time, or an error
     * @throws SchemaMissingException if the tables are not there yet
     */
    public <T> T read(Questions<T> questions) throws DatabaseAwayException, SchemaMissingException {
        if (!underWay.tryAcquire()) {
            throw new DatabaseAwayException("PostgreSQL does not answer.", null);
        }
        Future<T> answer =
                threads.submit(() -> {
                    try {
                        return inTransaction(questions);
                    } finally {
                        underWay.release();
                    }
                });
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new DatabaseAwayException(
                    "PostgreSQL does not answer within " + patience.toSeconds() + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseAwayException("The dashboard is stopping.", e);
        } catch (ExecutionException e) {
            throw explained(e.getCause());
        }
    }

    private <T> T inTransaction(Questions<T> questions) {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> {
                    handle.execute("set transaction read only");
                    handle.execute("set local statement_timeout = " + patience.toMillis());
                    return questions.ask(handle);
                });
    }

    private static DatabaseAwayException explained(@Nullable Throwable thrown)
            throws SchemaMissingException {
        if (!(thrown instanceof JdbiException)) {
            throw new IllegalStateException("a read failed", thrown);
        }
        SQLException sql = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                sql = found;
            }
        }
        if (sql == null) {
            throw new IllegalStateException("a read failed", thrown);
        }
        if (UNDEFINED_TABLE.equals(sql.getSQLState())) {
            throw new SchemaMissingException(thrown);
        }
        String words = String.valueOf(sql.getMessage()).lines().findFirst().orElse("").strip();
        return new DatabaseAwayException("PostgreSQL does not answer: " + words, thrown);
    }

    /** Lets reads under way finish for a moment: breaking them off would break connections. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
