// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.log.Logging;
import dev.linger.model.settings.Settings;
import dev.linger.storage.upkeep.Retention;
import dev.linger.storage.upkeep.RetentionConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code linger db retention}: what is dropped when. */
@Command(
        name = "retention",
        mixinStandardHelpOptions = true,
        description = {
            "Show every daily partition with the time at which it is dropped, the next one first,"
                    + " and what is packed, with the time at which its oldest hour goes.",
            "The sink drops them by itself, once an hour."
        },
        footer = {
            "",
            "Examples:",
            "  linger db retention --set storage.retention.service-minutes=60d",
            "  linger db retention --apply"
        })
final class DbRetentionCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Option(names = "--apply", description = "Drop now what is over, instead of showing it.")
    private boolean apply;

    @Override
    public Integer call() {
        Logging.toStandardError();
        PrintWriter out = spec.commandLine().getOut();
        Settings given = settings.read().only(DatabaseAccess.SETTINGS_WITH_RETENTION);
        return DatabaseAccess.run(
                given,
                database -> {
                    Retention retention =
                            new Retention(database.dataSource(), RetentionConfig.from(given));
                    List<Retention.Kept> parts =
                            apply
                                    ? retention.apply(InstantSource.system().instant())
                                    : retention.report();
                    parts.forEach(kept -> out.println(line(kept)));
                    List<Retention.Kept> packed = apply ? List.of() : retention.packedReport();
                    packed.forEach(kept ->
                            out.println(
                                    line(kept)
                                            + "  packed hours from %s to %s"
                                                    .formatted(kept.from(), kept.to())));
                    if (parts.isEmpty() && packed.isEmpty()) {
                        out.println(apply ? "nothing is over" : "no partition yet");
                    }
                    out.flush();
                    return ExitStatus.DONE;
                });
    }

    private String line(Retention.Kept kept) {
        return String.format(
                Locale.ROOT,
                "%s %s  %-28s %,15d rows (estimate) %,12d KiB",
                apply ? "dropped, was to be kept until" : "kept until",
                kept.dropAt(),
                kept.part(),
                kept.estimatedRows(),
                kept.bytes() / 1024);
    }
}
