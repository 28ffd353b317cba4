// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.model.topic.DeadLetter;
import dev.linger.streams.merge.SourceReport;
import dev.linger.streams.merge.SourceReport.EndFacts;
import dev.linger.streams.merge.SourceReport.Progress;
import dev.linger.streams.merge.SourceReport.SettingFacts;

import java.util.List;

/** What leaves the first phase. */
public sealed interface HostOutput {
    /** The report in it, if it is one for the second phase. */
    default List<SourceReport> reports() {
        return this instanceof Report sent && !isFact(sent.report())
                ? List.of(sent.report())
                : List.of();
    }

    /** The report in it, if it is one for the joins. */
    default List<SourceReport> facts() {
        return this instanceof Report sent
                        && (isFact(sent.report()) || sent.report() instanceof Progress)
                ? List.of(sent.report())
                : List.of();
    }

    private static boolean isFact(SourceReport report) {
        return report instanceof EndFacts || report instanceof SettingFacts;
    }

    /** The dead letter in it, if it is one. */
    default List<DeadLetter> letters() {
        return this instanceof Refused refused ? List.of(refused.letter()) : List.of();
    }

    /** Goes on to the second phase, to the joins, or to both. */
    record Report(SourceReport report) implements HostOutput {}

    /** Goes to the dead letters. */
    record Refused(DeadLetter letter) implements HostOutput {}
}
