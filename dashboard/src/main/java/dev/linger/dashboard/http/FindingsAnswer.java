// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.http;

import dev.linger.model.finding.Finding;
import dev.linger.model.finding.FindingStatus;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.storage.query.OpenFinding;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The answer of {@code GET /api/v1/findings}.
 *
 * @param observedAt when it was read
 * @param findings those not resolved, the worst first
 */
record FindingsAnswer(Instant observedAt, List<Entry> findings) {
    /**
     * One finding with its advice; see {@link Finding} and {@link Proposal}.
     *
     * @param id the same for the same anomaly
     * @param rule its name
     * @param severity how bad it is
     * @param status open or ongoing
     * @param service the service
     * @param side which end it is
     * @param endpoint address and port of the server side
     * @param hosts hosts, the worst first
     * @param openedAt when it began
     * @param observedAt minute of the latest evidence
     * @param evidence numbers by name with unit
     * @param advice what to do, the preferred first
     */
    record Entry(
            String id,
            RuleName rule,
            Severity severity,
            FindingStatus status,
            String service,
            Side side,
            String endpoint,
            List<String> hosts,
            Instant openedAt,
            Instant observedAt,
            Map<String, Object> evidence,
            List<Proposal> advice) {
        static Entry of(OpenFinding open) {
            Finding finding = open.finding();
            return new Entry(
                    finding.id(),
                    finding.rule(),
                    finding.severity(),
                    finding.status(),
                    finding.service(),
                    finding.side(),
                    finding.endpoint(),
                    finding.hosts(),
                    finding.openedAt(),
                    finding.observedAt(),
                    finding.evidence(),
                    open.proposals());
        }
    }

    static FindingsAnswer read(Handle handle, Instant now) {
        return new FindingsAnswer(now, OpenFinding.all(handle).stream().map(Entry::of).toList());
    }
}
