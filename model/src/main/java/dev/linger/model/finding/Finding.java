// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.finding;

import dev.linger.model.Require;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An anomaly of a service, host or listener.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param id {@link #id}: the same for the same anomaly, also after a replay
 * @param rule the anomaly's name
 * @param severity how bad it is now
 * @param status where it is in its life
 * @param service the service; for an anomaly of a host itself, the host
 * @param side which end the service is
 * @param endpoint address and port of the server side
 * @param hosts hosts on which it was seen, the worst first
 * @param openedAt minute in which the signal was first seen
 * @param observedAt minute of the latest evidence
 * @param resolvedAt minute in which it was found gone; absent while it lasts
 * @param evidence the numbers it rests on, by name with unit
 */
public record Finding(
        int schemaVersion,
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
        @Nullable Instant resolvedAt,
        Map<String, Object> evidence) {

    /** The version that this program writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** Room for rule, service, side and endpoint. */
    private static final int ID_MAX_LENGTH = 4 * Require.NAME_MAX_LENGTH;

    /** Refuses unknown versions and missing parts. */
    public Finding {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.name("id", Require.present("id", id), ID_MAX_LENGTH);
        Require.present("rule", rule);
        Require.present("severity", severity);
        Require.present("status", status);
        Require.name("service", Require.present("service", service));
        Require.present("side", side);
        Require.name("endpoint", Require.present("endpoint", endpoint));
        hosts = Require.copy("hosts", hosts);
        Require.present("openedAt", openedAt);
        Require.present("observedAt", observedAt);
        if ((status == FindingStatus.RESOLVED) != (resolvedAt != null)) {
            throw new IllegalArgumentException(
                    "status is "
                            + status
                            + " and resolvedAt is "
                            + resolvedAt
                            + "; they go together");
        }
        evidence = Require.copy("evidence", evidence);
    }

    /** The id of a service's anomaly at an endpoint. */
    public static String id(RuleName rule, String service, Side side, String endpoint) {
        return rule + "|" + service + "|" + side.label() + "|" + endpoint;
    }
}
