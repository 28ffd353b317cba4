// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.doctor.HostLook;
import dev.linger.cli.doctor.SnapshotText;
import dev.linger.cli.log.Logging;
import dev.linger.cli.run.GivenSettings;
import dev.linger.collector.Collector;
import dev.linger.collector.CollectorConfig;
import dev.linger.collector.sampling.SocketSampler;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.Topics;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** {@code linger collect}: this host's sockets to Kafka, or one snapshot to standard output. */
@Command(
        name = "collect",
        description = {
            "Send snapshots of this host's TCP sockets to Kafka.",
            "With --once: print one snapshot and end; no Kafka."
        },
        footer = {
            "",
            "Examples:",
            "  ${COMMAND-FULL-NAME} --set kafka.bootstrap.servers=broker-1:9092 \\",
            "      --set collector.labels=environment=prod,region=eu",
            "  ${COMMAND-FULL-NAME} --once --json"
        })
final class CollectCommand extends PartCommand {
    @Option(names = "--once", description = "Print one snapshot of this host and end.")
    private boolean once;

    @Option(names = "--json", description = "With --once: as one SocketSnapshot in JSON.")
    private boolean json;

    CollectCommand() {
        super(Collector.HEALTH_PORT);
    }

    @Override
    Part part(GivenSettings given) {
        return Collector.alone(CollectorConfig.from(given.only(CollectorConfig.SETTINGS)));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!once && json) {
            throw new ParameterException(spec.commandLine(), "--json goes with --once");
        }
        return once ? printOne() : super.call();
    }

    private int printOne() throws InterruptedException {
        Logging.toNowhere();
        CollectorConfig config =
                CollectorConfig.from(settings.read().only(CollectorConfig.SETTINGS));
        try {
            SocketSnapshot snapshot =
                    HostLook.required(new SocketSampler(config, InstantSource.system()).sample());
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(
                        new String(
                                Topics.SOCKET_SNAPSHOTS.codec().encode(snapshot),
                                StandardCharsets.UTF_8));
            } else {
                out.print(SnapshotText.of(snapshot));
            }
            out.flush();
            return ExitStatus.DONE;
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot read this host's sockets (" + e.getMessage() + ")", e);
        }
    }
}
