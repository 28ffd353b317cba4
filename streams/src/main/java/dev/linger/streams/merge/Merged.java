// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.advice.Signal;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.DeadLetter;

import java.time.Instant;
import java.util.List;

/** What leaves the second phase. */
public sealed interface Merged {
    /** The service-minute in it, if it is one. */
    default List<ServiceMinute> minutes() {
        return this instanceof Ready ready ? List.of(ready.minute()) : List.of();
    }

    /** The dead letter in it, if it is one. */
    default List<DeadLetter> letters() {
        return this instanceof Refused refused ? List.of(refused.letter()) : List.of();
    }

    /** A view of a running minute, or the complete one. */
    record Ready(ServiceMinute minute) implements Merged {}

    /** All services of this partition have had their complete minute. */
    record Over(Instant minute) implements Merged {}

    /**
     * What shows of a host itself in a minute.
     *
     * @param byFleet whether in comparison with all others: such a verdict comes only if something
     *     shows, before {@link Over}
     */
    record HostJudged(String host, Instant minute, List<Signal> signals, boolean byFleet)
            implements Merged {
        /** Copies the list. */
        public HostJudged {
            signals = List.copyOf(signals);
        }
    }

    /** A partial that came after its minute was forgotten. */
    record Refused(DeadLetter letter) implements Merged {}
}
