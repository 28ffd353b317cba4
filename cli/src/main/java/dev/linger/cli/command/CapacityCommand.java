// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.capacity.BoundedRun;
import dev.linger.capacity.CapacityConfig;
import dev.linger.capacity.CapacityJob;
import dev.linger.capacity.CapacityPart;
import dev.linger.cli.log.Logging;
import dev.linger.cli.run.GivenSettings;
import dev.linger.model.part.Part;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.time.Instant;

/** {@code linger capacity}: forecasts, from the stream or over a range. */
@Command(
        name = "capacity",
        description = {
            "Forecast port utilisation from service-minutes (Flink, in this process).",
            "With --from and --to: one batch run over that range, which ends."
        },
        footer = {
            "",
            "Examples:",
            "  linger capacity --set kafka.bootstrap.servers=broker-1:9092 \\",
            "      --set capacity.checkpoint-directory=/var/lib/linger/capacity",
            "  linger capacity --set kafka.bootstrap.servers=broker-1:9092 \\",
            "      --from 2026-11-01T00:00:00Z --to 2026-11-08T00:00:00Z"
        })
final class CapacityCommand extends PartCommand {
    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "First minute of a batch run, such as 2026-11-01T00:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "End of the range, exclusive.")
    private @Nullable Instant to;

    CapacityCommand() {
        super(7664);
    }

    @Override
    Part part(GivenSettings given) {
        return new CapacityPart(CapacityConfig.from(given.only(CapacityConfig.SETTINGS)));
    }

    @Override
    public Integer call() throws InterruptedException {
        Instant first = from;
        Instant end = to;
        if (first == null && end == null) {
            return super.call();
        }
        if (first == null || end == null || !first.isBefore(end)) {
            throw new ParameterException(
                    spec.commandLine(), "a batch run takes both --from and --to, in this order");
        }
        Logging.toStandardError();
        CapacityConfig config = CapacityConfig.from(settings.read().only(CapacityConfig.SETTINGS));
        BoundedRun run = CapacityJob.runBounded(config, first, end);
        spec.commandLine().getOut().println(run);
        return ExitStatus.DONE;
    }
}
