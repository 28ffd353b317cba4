// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import dev.linger.model.topic.DeadLetter;

/** What a record turned out to be. */
public sealed interface Content {
    /** A service's minute. */
    record ServiceMinute(dev.linger.model.minute.ServiceMinute minute) implements Content {}

    /** A state of a finding. */
    record Finding(dev.linger.model.finding.Finding finding) implements Content {}

    /** Proposals against a finding. */
    record Advice(dev.linger.model.finding.Advice advice) implements Content {}

    /** A forecast. */
    record Forecast(dev.linger.model.forecast.Forecast forecast) implements Content {}

    /**
     * Settings and counters of a host's kernel.
     *
     * @param recent whether minutes of its time are kept; the topic is compacted, so that the last
     *     one of a host that is gone stays for ever
     */
    record KernelSnapshot(dev.linger.model.kernel.KernelSnapshot snapshot, boolean recent)
            implements Content {}

    /** A record that could not be used, by another part or by the sink itself. */
    record Refused(DeadLetter letter) implements Content {}

    /** A tombstone of a compacted topic: the broker forgets the key, the history keeps its rows. */
    record Tombstone() implements Content {}
}
