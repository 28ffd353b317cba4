// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.log.Logging;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Durations;
import dev.linger.model.settings.Settings;
import dev.linger.storage.upkeep.RetentionConfig;
import dev.linger.storage.verify.Verification;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code linger db verify}: rows against the records they came from. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Read linger.service-minutes again and compare complete minutes with their rows.",
            "Exit status 1 when a row is missing, different or too many."
        },
        footer = {
            "",
            "Example:",
            "  linger db verify --set kafka.bootstrap.servers=broker-1:9092 \\",
            "      --set storage.jdbc-url=jdbc:postgresql://db-1:5432/linger \\",
            "      --last 7d --one-in 10"
        })
final class DbVerifyCommand implements Callable<Integer> {
    private static final int LINES = 20;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--one-in",
            paramLabel = "N",
            description = "Compare about every Nth service; 1 compares all. Default: 1.")
    private int oneServiceIn = 1;

    @Option(
            names = "--last",
            paramLabel = "TIME",
            description = {
                "Compare the minutes of this time up to now, such as 1h or 7d. Default: 1d.",
                "They are held in memory: many days of a large fleet want --one-in."
            })
    private String last = "1d";

    @Override
    public Integer call() {
        Logging.toStandardError();
        if (oneServiceIn < 1) {
            throw new ConfigurationException(
                    "--one-in is " + oneServiceIn + "; write 1 for every service, 10 for a tenth");
        }
        Settings given = settings.read().only(DatabaseAccess.SETTINGS_WITH_RETENTION);
        Map<String, String> kafka = KafkaSettings.required(given);
        Duration kept = RetentionConfig.from(given).endpointMinutes();
        Duration asked = asked();
        Instant oldest =
                InstantSource.system().instant().minus(asked.compareTo(kept) < 0 ? asked : kept);
        return DatabaseAccess.run(
                given,
                database ->
                        print(
                                new Verification(database.dataSource(), kafka)
                                        .run(oldest, oneServiceIn)));
    }

    private Duration asked() {
        try {
            return Durations.parse(last);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--last: " + e.getMessage());
        }
    }

    private int print(Verification.Report report) {
        PrintWriter out = spec.commandLine().getOut();
        report.differences().stream().limit(LINES).forEach(out::println);
        int more = report.differences().size() - LINES;
        if (more > 0) {
            out.println("... and " + more + " more");
        }
        out.println(
                report.minutes()
                        + " minutes compared from "
                        + report.records()
                        + " records: "
                        + report.differences().size()
                        + " differences");
        out.flush();
        return report.differences().isEmpty() ? ExitStatus.DONE : ExitStatus.COULD_NOT;
    }
}
