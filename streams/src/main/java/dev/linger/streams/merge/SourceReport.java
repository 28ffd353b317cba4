// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.advice.Signal;

import org.apache.kafka.common.utils.Bytes;

import java.time.Instant;
import java.util.List;

/**
 * What tasks tell each other. A source is a task that adds up hosts, a join one that compares hosts
 * of all sources; there are as many of both, and of the tasks that merge services, as the snapshots
 * have partitions.
 *
 * <pre>
 *   source --> merge    Partial, HostVerdict, Progress
 *   source --> join     EndFacts, SettingFacts, Progress
 *   join   --> merge    JoinedEnds, FleetVerdict, JoinProgress
 * </pre>
 */
public sealed interface SourceReport {
    /** Number of the source or join: its partition. */
    int source();

    /** The join that compares the hosts' settings. */
    int SETTINGS_JOIN = 0;

    /** Start of the minute that it is about. */
    Instant minute();

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
            implements SourceReport {
        @Override
        public Instant minute() {
            return closedThrough;
        }
    }

    /**
     * Ends of connections that the source's hosts held. Goes to one join.
     *
     * @param source the source
     * @param minute start of the minute
     * @param join number of the join
     * @param piece number among those for this join and minute
     * @param ends of {@link dev.linger.model.minute.FleetEnds#split}
     */
    record EndFacts(int source, Instant minute, int join, int piece, Bytes ends)
            implements SourceReport {}

    /**
     * How the source's hosts are set. Goes to the join of {@link #SETTINGS_JOIN}.
     *
     * @param source the source
     * @param minute start of the minute
     * @param piece number among those of this minute
     * @param settings of {@link HostSettings#split}
     */
    record SettingFacts(int source, Instant minute, int piece, Bytes settings)
            implements SourceReport {}

    /**
     * Both ends of a service's endpoints. Goes to the partition of the service, which is the key.
     *
     * @param source the join
     * @param minute start of the minute
     * @param ends of {@link dev.linger.model.minute.ServiceEnds#toBytes}
     */
    record JoinedEnds(int source, Instant minute, Bytes ends) implements SourceReport {}

    /**
     * What shows of a host in comparison with all others. Goes to the partition of the host's name,
     * which is the key.
     *
     * @param source the join
     * @param minute start of the minute
     * @param signals what shows, never empty
     */
    record FleetVerdict(int source, Instant minute, List<Signal> signals) implements SourceReport {
        /** Copies the list. */
        public FleetVerdict {
            signals = List.copyOf(signals);
        }
    }

    /**
     * How far the join is. Goes to every partition, after the answers that it speaks of.
     *
     * @param source the join
     * @param minute the latest minute that it has answered
     */
    record JoinProgress(int source, Instant minute) implements SourceReport {}
}
