// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.advice.Signal;

import org.apache.kafka.common.utils.Bytes;

import java.time.Instant;
import java.util.List;

/**
 * What a task of the first phase (the source, one per partition of the snapshots) tells those of
 * the second.
 */
public sealed interface SourceReport {
    /** Number of the source: its partition. */
    int source();

    /**
     * The source's hosts of one service and minute. Goes to the partition of the service, which is
     * the key.
     *
     * @param source the source
     * @param minute start of the minute
     * @param last whether the source has closed the minute; a later one corrects it
     * @param builder {@link dev.linger.model.minute.ServiceMinuteBuilder#toBytes}
     */
    record Partial(int source, Instant minute, boolean last, Bytes builder)
            implements SourceReport {}

    /**
     * What shows of a host itself in a closed minute; nothing, where something showed lately. Goes
     * to the partition of the host's name, which is the key.
     *
     * @param source the source
     * @param minute start of the minute
     * @param signals what shows
     */
    record HostVerdict(int source, Instant minute, List<Signal> signals) implements SourceReport {
        /** Copies the list. */
        public HostVerdict {
            signals = List.copyOf(signals);
        }
    }

    /**
     * How far the source is. Goes to every partition, after the partials that it speaks of.
     *
     * @param source the source
     * @param closedThrough the latest minute that takes no more snapshots there
     * @param hosts hosts that sent snapshots of that minute; 0 where none did
     * @param idle whether nothing comes in, so that nobody need wait for this source
     */
    record Progress(int source, Instant closedThrough, int hosts, boolean idle)
            implements SourceReport {}
}
