// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.streams.merge.SourceReport.Partial;
import dev.linger.streams.merge.SourceReport.Progress;

import org.apache.kafka.streams.processor.StreamPartitioner;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Partials go to the partition of their service, progress goes to every partition. */
public final class ReportPartitioner implements StreamPartitioner<String, SourceReport> {
    @Override
    public Optional<Set<Integer>> partitions(
            String topic, String service, SourceReport report, int partitions) {
        return Optional.of(
                switch (report) {
                    case Partial _ -> Set.of(ServicePartition.of(service, partitions));
                    case Progress _ ->
                            IntStream.range(0, partitions)
                                    .boxed()
                                    .collect(Collectors.toUnmodifiableSet());
                });
    }
}
