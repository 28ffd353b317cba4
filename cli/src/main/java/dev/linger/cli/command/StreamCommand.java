// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.log.Logging;
import dev.linger.cli.run.GivenSettings;
import dev.linger.cli.run.StopSignal;
import dev.linger.model.part.Part;
import dev.linger.streams.Replay;
import dev.linger.streams.ReplayRange;
import dev.linger.streams.ReplayResult;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.StreamsPart;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;

/** {@code linger stream}: snapshots to service-minutes, findings and advice. */
@Command(
        name = "stream",
        description = {
            "Turn snapshots into service-minutes, findings and advice (Kafka Streams).",
            "Several share the work if they share streams.application-id.",
            "",
            "With --replay: read the snapshots between two times once more, write what comes of"
                    + " them into topics of their own, and end. The same snapshots give the same"
                    + " minutes and findings, so that other thresholds (--set rules...) can be held"
                    + " against what was found. The live topics and the live group stay as they"
                    + " are. Ctrl-C stops it and deletes what it wrote.",
            "Exit status of a replay: 1 when it was stopped, or there was nothing to replay."
        },
        footer = {
            "",
            "Examples:",
            "  linger stream --set kafka.bootstrap.servers=broker-1:9092 \\",
            "      --set streams.state-directory=/var/lib/linger/streams",
            "  linger stream --replay --set kafka.bootstrap.servers=broker-1:9092 \\",
            "      --from 2026-11-21T09:00:00Z --to 2026-11-21T10:00:00Z --topic-prefix nine."
        })
final class StreamCommand extends PartCommand {
    private static final String DEFAULT_PREFIX = "replay.";

    @Option(names = "--replay", description = "Replay the minutes from --from to --to, and end.")
    private boolean replay;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description =
                    "First minute of a replay, such as 2026-11-21T09:00:00Z. Snapshots are read from"
                            + " five minutes before, for what was known of the hosts; findings"
                            + " begin anew.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "End of the range, exclusive.")
    private @Nullable Instant to;

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            description =
                    "Before the names of a replay's topics and group, which must not be there yet."
                            + " Default: "
                            + DEFAULT_PREFIX)
    private @Nullable String topicPrefix;

    StreamCommand() {
        super(7662);
    }

    @Override
    Part part(GivenSettings given) {
        return new StreamsPart(StreamsConfig.from(given.only(StreamsConfig.SETTINGS)));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (replay) {
            return replay();
        }
        if (from != null || to != null || topicPrefix != null) {
            throw new ParameterException(
                    spec.commandLine(), "--from, --to and --topic-prefix go with --replay");
        }
        return super.call();
    }

    private int replay() throws InterruptedException {
        Instant first = from;
        Instant end = to;
        if (first == null || end == null) {
            throw new ParameterException(spec.commandLine(), "a replay takes both --from and --to");
        }
        Logging.toStandardError();
        StreamsConfig config = StreamsConfig.from(settings.read().only(StreamsConfig.SETTINGS));
        Replay planned =
                new Replay(
                        config,
                        new ReplayRange(first, end),
                        topicPrefix == null ? DEFAULT_PREFIX : topicPrefix,
                        InstantSource.system().instant());
        PrintWriter out = spec.commandLine().getOut();
        StatusLine line = StatusLine.on(spec.commandLine().getErr(), InstantSource.system());
        try (StopSignal signal = StopSignal.install()) {
            ReplayResult result =
                    planned.run(
                            progress -> line.show(() -> ReplayText.of(progress)), signal::await);
            line.end();
            out.println(ReplayText.of(result));
            out.flush();
            return result.finished() ? ExitStatus.DONE : ExitStatus.COULD_NOT;
        } finally {
            line.end();
        }
    }
}
