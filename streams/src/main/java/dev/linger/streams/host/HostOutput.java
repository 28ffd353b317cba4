// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.model.topic.DeadLetter;
import dev.linger.streams.merge.SourceReport;

import java.util.List;

/** What leaves the first phase. */
public sealed interface HostOutput {
    /** The report in it, if it is one. */
    default List<SourceReport> reports() {
        return this instanceof Report sent ? List.of(sent.report()) : List.of();
    }

    /** The dead letter in it, if it is one. */
    default List<DeadLetter> letters() {
        return this instanceof Refused refused ? List.of(refused.letter()) : List.of();
    }

    /** Goes on to the second phase. */
    record Report(SourceReport report) implements HostOutput {}

    /** Goes to the dead letters. */
    record Refused(DeadLetter letter) implements HostOutput {}
}
