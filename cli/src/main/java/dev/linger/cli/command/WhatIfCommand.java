// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.advice.whatif.Comparison;
import dev.linger.advice.whatif.Setup;
import dev.linger.cli.doctor.HostLook;
import dev.linger.cli.doctor.Progress;
import dev.linger.cli.doctor.Style;
import dev.linger.cli.log.Logging;
import dev.linger.cli.whatif.ComparisonJson;
import dev.linger.cli.whatif.ComparisonText;
import dev.linger.cli.whatif.ObservedSetup;
import dev.linger.cli.whatif.SetupOptions;
import dev.linger.collector.CollectorConfig;
import dev.linger.model.settings.ConfigurationException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code linger what-if}: what a change would do, before it is made. */
@Command(
        name = "what-if",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Work out what a change would do to TIME_WAIT, ports, memory and time-outs of a client.",
            "",
            "The present is what --service does on this host, or --rate and the kernel's defaults.",
            "Every other option is a change; NOW:THEN states the present, too, as in --rate 300:600.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done, 1 when this host cannot be looked at, 2 for bad usage.",
            "",
            "Examples:",
            "  linger what-if --rate 300 --pool 20",
            "  linger what-if --rate 300 --range 32768-60999:1024-65535 --tw-reuse on",
            "  linger what-if --service billing --endpoint 10.0.0.2:9000 --pool 20",
            "  linger what-if --rate 50 --keepalive-time 60s --keepalive-intvl 10s --json"
        })
final class WhatIfCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Begin with what this service of this host does, seen for some seconds.")
    private @Nullable String service;

    @Option(
            names = "--endpoint",
            paramLabel = "ADDRESS:PORT",
            description = "Where it connects to, if to more than one.")
    private @Nullable String endpoint;

    @Mixin private SetupOptions options = new SetupOptions();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Option(names = "--json", description = "Print one JSON document; null is never.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (service == null && !options.hasLoad()) {
            throw new ParameterException(
                    spec.commandLine(), "give --service, or --rate; see linger what-if --help");
        }
        if (service == null && endpoint != null) {
            throw new ParameterException(spec.commandLine(), "--endpoint goes with --service");
        }
        try {
            options.then(options.now(null)); // before seconds are spent on looking
            ObservedSetup about = service == null ? null : observe(service);
            Setup now = options.now(about == null ? null : about.setup());
            Comparison comparison = Comparison.of(now, options.then(now));
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(ComparisonJson.of(about, comparison));
            } else {
                out.print(ComparisonText.of(about, comparison));
            }
            out.flush();
            return ExitStatus.DONE;
        } catch (IllegalArgumentException malformed) {
            throw new ConfigurationException(String.valueOf(malformed.getMessage()));
        }
    }

    private ObservedSetup observe(String wanted) throws InterruptedException {
        Logging.toNowhere();
        CollectorConfig config =
                CollectorConfig.from(
                        settings.read()
                                .share(
                                        CollectorConfig.SETTINGS,
                                        Map.of("collector.interval", "2s"),
                                        Map.of()));
        HostLook.Seen seen =
                HostLook.look(
                        config,
                        InstantSource.system(),
                        json
                                ? Progress.SILENT
                                : Progress.on(spec.commandLine().getErr(), Style.ofTerminal()));
        return ObservedSetup.choose(ObservedSetup.of(seen.minutes()), wanted, endpoint);
    }
}
