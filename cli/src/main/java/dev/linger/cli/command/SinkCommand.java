// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.run.GivenSettings;
import dev.linger.model.part.Part;
import dev.linger.storage.SinkPart;
import dev.linger.storage.StorageConfig;

import picocli.CommandLine.Command;

/** {@code linger sink}: topics to PostgreSQL. */
@Command(
        name = "sink",
        description = {
            "Write service-minutes, findings, advice and forecasts to PostgreSQL.",
            "Brings the schema up to date first."
        },
        footer = {
            "",
            "Example:",
            "  linger sink --set kafka.bootstrap.servers=broker-1:9092 \\",
            "      --set storage.jdbc-url=jdbc:postgresql://db-1:5432/linger \\",
            "      --set storage.password-file=/run/secrets/linger"
        })
final class SinkCommand extends PartCommand {
    SinkCommand() {
        super(7663);
    }

    @Override
    Part part(GivenSettings given) {
        return new SinkPart(StorageConfig.from(given.only(StorageConfig.SETTINGS)));
    }
}
