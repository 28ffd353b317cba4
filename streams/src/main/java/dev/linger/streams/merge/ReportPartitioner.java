// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.streams.merge.SourceReport.EndFacts;
import dev.linger.streams.merge.SourceReport.FleetVerdict;
import dev.linger.streams.merge.SourceReport.HostVerdict;
import dev.linger.streams.merge.SourceReport.JoinProgress;
import dev.linger.streams.merge.SourceReport.JoinedEnds;
import dev.linger.streams.merge.SourceReport.Partial;
import dev.linger.streams.merge.SourceReport.Progress;
import dev.linger.streams.merge.SourceReport.SettingFacts;

import org.apache.kafka.streams.processor.StreamPartitioner;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is about a service or host goes to the partition of its name, facts go to the join that they
 * are for, progress goes to every partition.
 */
public final class ReportPartitioner implements StreamPartitioner<String, SourceReport> {
    @Override
    public Optional<Set<Integer>> partitions(
            String topic, String key, SourceReport report, int partitions) {
        return Optional.of(
                switch (report) {
                    case Partial _, HostVerdict _, JoinedEnds _, FleetVerdict _ ->
                            Set.of(ServicePartition.of(key, partitions));
                    case EndFacts facts -> Set.of(facts.join());
                    case SettingFacts _ -> Set.of(SourceReport.SETTINGS_JOIN);
                    case Progress _, JoinProgress _ ->
                            IntStream.range(0, partitions)
                                    .boxed()
                                    .collect(Collectors.toUnmodifiableSet());
                });
    }
}
