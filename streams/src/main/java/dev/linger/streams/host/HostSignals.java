// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.advice.Signal;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Anomalies of a host as such. Their service is the host's name and their endpoint {@link
 * Signal#HOST}, so that they have a finding each.
 */
final class HostSignals {
    private HostSignals() {}

    /** No snapshot for three intervals. */
    static Signal silent(String host, Instant latest, Duration silence, long intervalMillis) {
        return signal(
                RuleName.HOST_SILENT,
                host,
                Map.of(
                        "silentSeconds",
                        silence.toSeconds(),
                        "intervalMillis",
                        intervalMillis,
                        "latestSnapshotAt",
                        latest.toString()),
                new Proposal(
                        AdviceKind.APPLICATION,
                        "Find out on "
                                + host
                                + " why its collector sends nothing: is the host up,"
                                + " does the collector run, does it reach the broker?",
                        Map.of("silentSeconds", 0),
                        "None; until then nothing is known of this host's sockets, and findings of"
                                + " its services may seem resolved.",
                        "The finding resolves when snapshots come again.",
                        "Nothing was changed."));
    }

    /** Sequence numbers are missing. */
    static Signal gap(String host, String bootId, long missing) {
        return signal(
                RuleName.SNAPSHOT_GAP,
                host,
                Map.of("missingSnapshots", missing, "bootId", bootId),
                new Proposal(
                        AdviceKind.APPLICATION,
                        "Look at the collector's log on "
                                + host
                                + " for sends that failed, and at"
                                + " the dead letters for snapshots that came too late.",
                        Map.of("missingSnapshots", 0),
                        "None; means rest on fewer snapshots, and active closes between them are"
                                + " not counted.",
                        "No sequence number is missing in the minutes that follow.",
                        "Nothing was changed."));
    }

    /** The host's clock and the broker's disagree. */
    static Signal skewed(String host, Duration skew) {
        return signal(
                RuleName.CLOCK_SKEWED,
                host,
                Map.of(
                        "hostBehindBrokerSeconds",
                        skew.toMillis() / 1000.0,
                        "allowedSeconds",
                        EventTime.AGREEMENT.toSeconds()),
                new Proposal(
                        AdviceKind.APPLICATION,
                        "Let " + host + " keep time: chronyc tracking, then chronyc makestep.",
                        Map.of("hostBehindBrokerSeconds", 0),
                        "A step of the clock disturbs timers that use wall time; slewing takes"
                                + " longer and does not.",
                        "chronyc tracking shows an offset of milliseconds.",
                        "None needed."));
    }

    private static Signal signal(
            RuleName rule, String host, Map<String, Object> evidence, Proposal proposal) {
        return new Signal(
                rule,
                Severity.WARN,
                host,
                Side.CLIENT,
                Signal.HOST,
                List.of(host),
                new TreeMap<>(evidence),
                List.of(proposal));
    }
}
