// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.streams.merge.SourceReport.HostVerdict;
import dev.linger.streams.merge.SourceReport.Partial;
import dev.linger.streams.merge.SourceReport.Progress;

import org.apache.kafka.streams.processor.StreamPartitioner;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Partials and verdicts go to the partition of their service or host, progress goes to every
 * partition.
 */
public final class ReportPartitioner implements StreamPartitioner<String, SourceReport> {
    @Override
    public Optional<Set<Integer>> partitions(
            String topic, String key, SourceReport report, int partitions) {
        return Optional.of(
                switch (report) {
                    case Partial _, HostVerdict _ -> Set.of(ServicePartition.of(key, partitions));
                    case Progress _ ->
                            IntStream.range(0, partitions)
                                    .boxed()
                                    .collect(Collectors.toUnmodifiableSet());
                });
    }
}
