// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.run.GivenSettings;
import dev.linger.model.part.Part;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.StreamsPart;

import picocli.CommandLine.Command;

/** {@code linger stream}: snapshots to service-minutes, findings and advice. */
@Command(
        name = "stream",
        description = {
            "Turn snapshots into service-minutes, findings and advice (Kafka Streams).",
            "Several share the work if they share streams.application-id."
        },
        footer = {
            "",
            "Example:",
            "  linger stream --set kafka.bootstrap.servers=broker-1:9092 \\",
            "      --set streams.state-directory=/var/lib/linger/streams"
        })
final class StreamCommand extends PartCommand {
    StreamCommand() {
        super(7662);
    }

    @Override
    Part part(GivenSettings given) {
        return new StreamsPart(StreamsConfig.from(given.only(StreamsConfig.SETTINGS)));
    }
}
