// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the PostgreSQL server is and who asks.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, with options of pgjdbc
 * @param user role to connect as
 * @param password its password; empty where the server asks for none
 * @param connections connections kept at most
 */
public record DatabaseConfig(String jdbcUrl, String user, String password, int connections) {
    static final Setting<String> JDBC_URL =
            Setting.text(
                    "storage.jdbc-url",
                    "jdbc:postgresql://127.0.0.1:5432/linger",
                    "Where the PostgreSQL server is. Statements are prepared; behind a pooler that does not"
                            + " keep them, add ?prepareThreshold=0.");
    static final Setting<String> USER =
            Setting.text("storage.user", "linger", "Role to connect to PostgreSQL as.");
    static final Setting<String> PASSWORD =
            Setting.text("storage.password", "", "Password of that role.");
    static final Setting<String> PASSWORD_FILE =
            Setting.text(
                    "storage.password-file",
                    "",
                    "File whose first line is the password; used where storage.password is empty.");
    static final Setting<Long> CONNECTIONS =
            Setting.integer(
                    "storage.connections",
                    4,
                    2,
                    1000,
                    "Connections to PostgreSQL kept at most: the sink takes one, its upkeep another.");

    /** Every key that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS =
            List.of(JDBC_URL, USER, PASSWORD, PASSWORD_FILE, CONNECTIONS);

    /** Refuses an address that pgjdbc would not take. */
    public DatabaseConfig {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new ConfigurationException(
                    JDBC_URL.key()
                            + " is '"
                            + jdbcUrl
                            + "'; write jdbc:postgresql://host:port/database");
        }
    }

    /** Reads the settings, and the password's file where one is named. */
    public static DatabaseConfig from(Settings settings) {
        String password = settings.get(PASSWORD);
        String passwordFile = settings.get(PASSWORD_FILE);
        return new DatabaseConfig(
                settings.get(JDBC_URL),
                settings.get(USER),
                password.isEmpty() && !passwordFile.isEmpty()
                        ? firstLine(Path.of(passwordFile))
                        : password,
                Math.toIntExact(settings.get(CONNECTIONS)));
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new ConfigurationException(
                    PASSWORD_FILE.key() + " is '" + file + "', which cannot be read: " + e);
        }
    }

    /** Hides the password. */
    @Override
    public String toString() {
        return "DatabaseConfig[" + jdbcUrl + ", " + user + "]";
    }
}
