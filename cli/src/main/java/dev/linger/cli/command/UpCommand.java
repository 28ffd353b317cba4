// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.embedded.DataDirectory;
import dev.linger.cli.up.Console;
import dev.linger.cli.up.Up;
import dev.linger.cli.up.UpOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;

/** {@code linger up}: everything on this machine. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Run everything on this machine, on its real sockets; Ctrl-C stops it all.",
            "Listens on 127.0.0.1 only. A port of 0 picks a free one."
        },
        footer = {
            "",
            "Examples:",
            "  linger up",
            "  linger up --data-dir /tmp/linger --http-port 0 --kafka-port 0 --postgres-port 0"
        })
final class UpCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--data-dir",
            paramLabel = "DIRECTORY",
            description = "Where everything is kept. Default: ${DEFAULT-VALUE}.")
    private Path dataDirectory = DataDirectory.defaultPath();

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port of the dashboard. Default: ${DEFAULT-VALUE}.")
    private int httpPort = 7650;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Port of the Kafka broker. Default: ${DEFAULT-VALUE}.")
    private int kafkaPort = 7651;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            description = "Port of PostgreSQL. Default: ${DEFAULT-VALUE}.")
    private int postgresPort = 7652;

    @Override
    public Integer call() throws InterruptedException {
        Duration running =
                ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(start -> Duration.between(start, InstantSource.system().instant()))
                        .orElse(Duration.ZERO);
        long startedNanos = System.nanoTime() - running.toNanos();
        Up.run(
                new UpOptions(dataDirectory, httpPort, kafkaPort, postgresPort, settings.read()),
                new Console(spec.commandLine().getOut(), startedNanos));
        return ExitStatus.DONE;
    }
}
