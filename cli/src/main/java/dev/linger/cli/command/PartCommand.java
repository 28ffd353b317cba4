// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.log.Logging;
import dev.linger.cli.run.GivenSettings;
import dev.linger.cli.run.PartRun;
import dev.linger.cli.run.PartRun.HealthServed;
import dev.linger.model.part.Part;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.net.InetSocketAddress;
import java.util.concurrent.Callable;

/** A part on its own, until it is told to stop. */
@Command(mixinStandardHelpOptions = true)
abstract class PartCommand implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();
    @Mixin SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            description =
                    "Port of GET /health and GET /metrics; 0 picks a free one."
                            + " Default: ${DEFAULT-VALUE}.")
    private int healthPort;

    @Option(
            names = "--health-host",
            paramLabel = "ADDRESS",
            description = "Address to serve them on. Default: ${DEFAULT-VALUE}.")
    private String healthHost = "127.0.0.1";

    PartCommand(int healthPort) {
        this.healthPort = healthPort;
    }

    /** The part, configured and not yet started. */
    abstract Part part(GivenSettings given);

    @Override
    public Integer call() throws InterruptedException {
        Logging.toStandardError();
        PartRun.untilStopped(
                part(settings.read()),
                HealthServed.FROM_THE_BEGINNING,
                new InetSocketAddress(healthHost, healthPort),
                spec.commandLine().getOut());
        return ExitStatus.DONE;
    }
}
