// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.broker.TopicCreator;
import dev.linger.cli.log.Logging;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code linger topics}: the topics of a fleet's Kafka. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description =
                "Create the topics that a Kafka cluster lacks; existing ones stay as they are.",
        footer = {
            "",
            "Example:",
            "  linger topics --set kafka.bootstrap.servers=broker-1:9092 --replicas 3"
        })
final class TopicsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Copies of each partition. Default: the cluster's default.")
    private Optional<Short> replicas = Optional.empty();

    @Override
    public Integer call() {
        Logging.toStandardError();
        PrintWriter out = spec.commandLine().getOut();
        List<String> created =
                TopicCreator.createMissing(
                        KafkaSettings.required(settings.read().only(List.of())), replicas);
        created.forEach(topic -> out.println("created " + topic));
        if (created.isEmpty()) {
            out.println("nothing to do: every topic exists");
        }
        return ExitStatus.DONE;
    }
}
