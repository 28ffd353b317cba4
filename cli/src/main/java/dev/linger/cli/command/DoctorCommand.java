// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.advice.Thresholds;
import dev.linger.cli.doctor.Diagnosis;
import dev.linger.cli.doctor.DiagnosisJson;
import dev.linger.cli.doctor.DiagnosisText;
import dev.linger.cli.doctor.HostLook;
import dev.linger.cli.doctor.Style;
import dev.linger.cli.log.Logging;
import dev.linger.cli.run.GivenSettings;
import dev.linger.collector.CollectorConfig;
import dev.linger.model.settings.Setting;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.InstantSource;
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
            "Needs nothing but the kernel; looks at the network namespace that it runs in."
        },
        footer = {
            "",
            "Exit status: 0 whatever was found, 1 when it could not look.",
            "",
            "Examples:",
            "  linger doctor",
            "  linger doctor --json | jq '.findings[] | {rule, severity, service}'",
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

    @Override
    public Integer call() throws InterruptedException {
        Logging.toNowhere();
        GivenSettings given = settings.read();
        given.check(SETTINGS, Set.of());
        CollectorConfig collector =
                CollectorConfig.from(
                        given.share(
                                CollectorConfig.SETTINGS,
                                Map.of("collector.interval", "2s"),
                                Map.of()));
        Thresholds thresholds =
                Thresholds.from(given.share(Thresholds.SETTINGS, Map.of(), Map.of()));
        Diagnosis diagnosis =
                Diagnosis.of(HostLook.look(collector, InstantSource.system()), thresholds);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(DiagnosisJson.of(diagnosis));
        } else {
            out.print(DiagnosisText.of(diagnosis, Style.ofTerminal()));
        }
        out.flush();
        return ExitStatus.DONE;
    }
}
