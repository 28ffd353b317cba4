// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.advice.Thresholds;
import dev.linger.cli.doctor.Diagnosis;
import dev.linger.cli.doctor.DiagnosisJson;
import dev.linger.cli.doctor.DiagnosisText;
import dev.linger.cli.doctor.HostLook;
import dev.linger.cli.doctor.Progress;
import dev.linger.cli.doctor.Style;
import dev.linger.cli.log.Logging;
import dev.linger.cli.run.GivenSettings;
import dev.linger.collector.CollectorConfig;
import dev.linger.model.settings.Setting;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** {@code linger doctor}: a look at this host. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Look at this host's sockets for a few seconds, and print findings and advice.",
            "Needs nothing but the kernel; looks at the network namespace that it runs in.",
            "In colour on a terminal, unless NO_COLOR is set."
        },
        footer = {
            "",
            "Exit status: 0 whatever was found, 1 when it could not look, 2 for bad usage.",
            "",
            "Examples:",
            "  linger doctor",
            "  linger doctor --json | jq '.findings[] | {rule, severity, service}'",
            "  linger doctor --watch",
            "  linger doctor --set rules.ports-warn=0.2 --set collector.interval=3s"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final List<Setting<?>> SETTINGS =
            Stream.of(CollectorConfig.SETTINGS, Thresholds.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(
            names = "--all-namespaces",
            description = "Look at every network namespace of this host, not only at this one.")
    private boolean allNamespaces;

    @Option(
            names = "--watch",
            description = {
                "Look again and again until Ctrl-C.",
                "With --json: one document per line."
            })
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        Logging.toNowhere();
        GivenSettings given = settings.read();
        given.check(SETTINGS, allNamespaces ? Set.of(CollectorConfig.NAMESPACE.key()) : Set.of());
        CollectorConfig collector =
                CollectorConfig.from(
                        given.share(
                                CollectorConfig.SETTINGS,
                                Map.of("collector.interval", "2s"),
                                allNamespaces
                                        ? Map.of(CollectorConfig.NAMESPACE.key(), "all")
                                        : Map.of()));
        Thresholds thresholds =
                Thresholds.from(given.share(Thresholds.SETTINGS, Map.of(), Map.of()));
        Style style = Style.ofTerminal();
        CommandLine line = spec.commandLine();
        Progress progress = json ? Progress.SILENT : Progress.on(line.getErr(), style);
        do {
            HostLook.Seen seen = HostLook.look(collector, InstantSource.system(), progress);
            print(line.getOut(), Diagnosis.of(seen, thresholds), style);
        } while (watch && !line.getOut().checkError());
        return ExitStatus.DONE;
    }

    private void print(PrintWriter out, Diagnosis diagnosis, Style style) {
        if (json) {
            out.println(watch ? DiagnosisJson.lineOf(diagnosis) : DiagnosisJson.of(diagnosis));
        } else {
            if (watch) {
                out.print(style.newScreen());
                out.println(diagnosis.observedAt().truncatedTo(ChronoUnit.SECONDS));
            }
            out.print(DiagnosisText.of(diagnosis, style));
            if (watch) {
                out.println();
            }
        }
        out.flush();
    }
}
