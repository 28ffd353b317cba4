// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.log.Logging;
import dev.linger.cli.run.StopSignal;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.Settings;
import dev.linger.storage.Database;
import dev.linger.storage.StorageConfig;
import dev.linger.storage.backfill.HistoryImport;
import dev.linger.storage.backfill.ImportFailedException;
import dev.linger.storage.backfill.ImportFile;
import dev.linger.storage.backfill.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code linger db import}: history from files. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Write service-minutes from files, one JSON object a line as on the topic"
                    + " linger.service-minutes, plain or compressed by gzip or zstd.",
            "Stop it at any time: run again, it goes on where it was. A minute that is there is"
                    + " replaced by the same one. Lines that cannot be used are counted and kept in"
                    + " the table dead_letter with their number and the reason. Hours, days and"
                    + " packed history are up to date at the end.",
            "Exit status 1 when it was stopped, or a line was refused."
        },
        footer = {
            "",
            "Examples:",
            "  linger db import minutes-2026-10.ndjson.zst minutes-2026-11.ndjson.zst",
            "  kcat -C -b broker-1:9092 -t linger.service-minutes -e | linger db import -"
        })
final class DbImportCommand implements Callable<Integer> {
    /** A day of 1,000 services: then its hours are computed, and what is due is packed. */
    private static final long MINUTES_BETWEEN_UPKEEP = 1_440_000;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "What to import; - is standard input, which cannot be taken up again.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--again", description = "Import from the beginning what was imported before.")
    private boolean again;

    @Override
    public Integer call() throws IOException {
        Logging.toStandardError();
        Settings given = settings.read().only(StorageConfig.SETTINGS);
        List<ImportFile> sources = open();
        try (StopSignal signal = StopSignal.install()) {
            return DatabaseAccess.run(
                    given,
                    database -> {
                        database.migrate();
                        return run(database, given, sources, signal);
                    });
        }
    }

    private List<ImportFile> open() throws IOException {
        List<ImportFile> sources = new ArrayList<>();
        for (String file : files) {
            if (file.equals("-")) {
                sources.add(ImportFile.of("-", System.in, InstantSource.system().instant()));
            } else if (Files.isReadable(Path.of(file)) && Files.isRegularFile(Path.of(file))) {
                sources.add(ImportFile.of(Path.of(file)));
            } else {
                throw new PartFailedException(
                        file + " cannot be read; name a file of service-minutes, or -", null);
            }
        }
        return sources;
    }

    private int run(Database database, Settings given, List<ImportFile> sources, StopSignal signal)
            throws SQLException {
        HistoryImport history =
                new HistoryImport(
                        database.dataSource(),
                        StorageConfig.importing(given, MINUTES_BETWEEN_UPKEEP),
                        InstantSource.system(),
                        signal::requested);
        boolean allUsed = true;
        for (ImportFile source : sources) {
            try {
                if (again) {
                    history.forget(source);
                }
                allUsed &= importOne(history, source);
            } catch (ImportFailedException e) {
                throw new PartFailedException(source.name() + ": " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ExitStatus.COULD_NOT;
            }
            if (signal.requested()) {
                return ExitStatus.COULD_NOT;
            }
        }
        return allUsed ? ExitStatus.DONE : ExitStatus.COULD_NOT;
    }

    private boolean importOne(HistoryImport history, ImportFile source)
            throws SQLException, ImportFailedException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ImportProgressLine line =
                ImportProgressLine.on(spec.commandLine().getErr(), source, InstantSource.system());
        Progress reached = history.run(source, line);
        line.end();
        out.printf(
                "%s: %s; %,d minutes written, %,d lines refused%s%n",
                source.name(),
                reached.finished()
                        ? "imported"
                        : "stopped before line %,d, run again to go on"
                                .formatted(reached.nextLine()),
                reached.minutes(),
                reached.refused(),
                reached.refused() == 0
                        ? ""
                        : " (select * from dead_letter where topic = '"
                                + HistoryImport.deadLetterTopic(source)
                                + "')");
        out.flush();
        return reached.finished() && reached.refused() == 0;
    }
}
