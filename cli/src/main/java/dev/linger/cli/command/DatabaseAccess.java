// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.Settings;
import dev.linger.storage.Database;
import dev.linger.storage.DatabaseConfig;

import org.jdbi.v3.core.ConnectionException;

import java.sql.SQLException;

/** A database for the length of one command. */
final class DatabaseAccess {
    private DatabaseAccess() {}

    /** Something that is done with it. */
    interface Work {
        int with(Database database) throws SQLException;
    }

    /**
     * Opens the database that the settings name, works, closes it.
     *
     * @return what the work returns
     * @throws PartFailedException if the server is away or refuses
     */
    static int run(Settings settings, Work work) {
        DatabaseConfig config = DatabaseConfig.from(settings);
        try (Database database = Database.open(config)) {
            return work.with(database);
        } catch (SQLException | ConnectionException e) {
            throw failed(config, e);
        }
    }

    private static PartFailedException failed(DatabaseConfig config, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new PartFailedException(
                config.jdbcUrl()
                        + " as "
                        + config.user()
                        + ": "
                        + cause.getMessage()
                        + "; check storage.jdbc-url, storage.user and storage.password-file",
                e);
    }
}
