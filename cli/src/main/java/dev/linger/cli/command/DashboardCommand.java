// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.run.GivenSettings;
import dev.linger.dashboard.DashboardConfig;
import dev.linger.dashboard.DashboardPart;
import dev.linger.model.part.Health;
import dev.linger.model.part.Part;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;
import dev.linger.storage.Database;
import dev.linger.storage.DatabaseConfig;

import picocli.CommandLine.Command;

import java.util.List;
import java.util.stream.Stream;

/** {@code linger dashboard}: the page and the HTTP API. */
@Command(
        name = "dashboard",
        description = "Serve the web page and the HTTP API from PostgreSQL.",
        footer = {
            "",
            "Example:",
            "  linger dashboard --set dashboard.http-port=8080 \\",
            "      --set storage.jdbc-url=jdbc:postgresql://db-1:5432/linger \\",
            "      --set storage.password-file=/run/secrets/linger"
        })
final class DashboardCommand extends PartCommand {
    private static final List<Setting<?>> SETTINGS =
            Stream.of(DashboardConfig.SETTINGS, DatabaseConfig.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    DashboardCommand() {
        super(7665);
    }

    @Override
    Part part(GivenSettings given) {
        Settings settings = given.only(SETTINGS);
        Database database = Database.openToAsk(DatabaseConfig.from(settings));
        return new WithDatabase(
                database, new DashboardPart(DashboardConfig.from(settings), database.dataSource()));
    }

    /** Closes the connections after the dashboard. */
    private record WithDatabase(Database database, Part dashboard) implements Part {
        @Override
        public String name() {
            return dashboard.name();
        }

        @Override
        public void start() {
            dashboard.start();
        }

        @Override
        public Health health() {
            return dashboard.health();
        }

        @Override
        public void close() {
            dashboard.close();
            database.close();
        }
    }
}
