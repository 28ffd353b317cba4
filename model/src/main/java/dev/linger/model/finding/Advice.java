// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.finding;

import dev.linger.model.Require;

import java.time.Instant;
import java.util.List;

/**
 * The changes proposed against one finding, the preferred one first.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param findingId the finding's id
 * @param rule the finding's rule
 * @param service the finding's service
 * @param observedAt minute whose numbers the expected effects were computed from
 * @param proposals at least one for severities of {@code warn} and above
 */
public record Advice(
        int schemaVersion,
        String findingId,
        RuleName rule,
        String service,
        Instant observedAt,
        List<Proposal> proposals) {

    /** The version that this program writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** Refuses unknown versions and missing parts. */
    public Advice {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.present("findingId", findingId);
        Require.present("rule", rule);
        Require.name("service", Require.present("service", service));
        Require.present("observedAt", observedAt);
        proposals = Require.copy("proposals", proposals);
    }
}
