// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;
import dev.linger.storage.Database;
import dev.linger.storage.DatabaseConfig;
import dev.linger.storage.upkeep.RetentionConfig;

import org.jdbi.v3.core.ConnectionException;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** A database for the length of one command. */
final class DatabaseAccess {
    /** The keys of a command that asks how long rows are kept. */
    static final List<Setting<?>> SETTINGS_WITH_RETENTION =
            Stream.of(DatabaseConfig.SETTINGS, RetentionConfig.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

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
