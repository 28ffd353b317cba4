// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/** CPU of the server's process behind a connection, on this machine; see proc_pid_stat(5). */
final class BackendCpu {
    /** USER_HZ, which is 100 on every architecture that Java 25 runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    /** utime and stime, counted from the field after the name in brackets. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private final Path stat;

    private BackendCpu(Path stat) {
        this.stat = stat;
    }

    static BackendCpu of(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return new BackendCpu(Path.of("/proc", row.getString(1), "stat"));
        }
    }

    /** User and system time since the process began. */
    long micros() {
        try {
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]))
                    * MICROS_PER_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the server does not run on this machine, or has closed the connection", e);
        }
    }
}
