// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.finding;

import java.time.Instant;
import java.util.List;

/**
 * Everything tracked of one service: the value of the findings' store.
 *
 * @param judgedThrough the latest complete minute that was judged
 * @param findings by id in order
 */
public record ServiceFindings(Instant judgedThrough, List<TrackedFinding> findings) {
    /** Copies the list. */
    public ServiceFindings {
        findings = List.copyOf(findings);
    }
}
