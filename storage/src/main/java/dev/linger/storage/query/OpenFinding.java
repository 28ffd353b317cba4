// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;

import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Finding;
import dev.linger.model.finding.FindingStatus;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.json.Json;
import dev.linger.model.tcp.Side;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A finding that is not resolved, with its advice.
 *
 * @param finding the finding in its latest state
 * @param proposals what to do, the preferred one first; may be empty for {@code info}, and for a
 *     moment while the advice is still under way
 */
public record OpenFinding(Finding finding, List<Proposal> proposals) {
    private static final String FINDINGS =
            """
            select * from finding
             where status <> 'resolved'
             order by array_position(array['critical', 'high', 'warn', 'info'], severity),
                      opened_at, id
            """;

    private static final String ADVICE =
            """
            select a.* from advice a join finding f on f.id = a.finding_id
             where f.status <> 'resolved'
             order by a.finding_id, a.position
            """;

    private static final TypeReference<LinkedHashMap<String, Object>> NUMBERS_BY_NAME =
            new TypeReference<>() {};

    /** Copies the proposals. */
    public OpenFinding {
        proposals = List.copyOf(proposals);
    }

    /** All findings that are not resolved, the worst first, then the oldest. */
    public static List<OpenFinding> all(Handle handle) {
        Map<String, List<Proposal>> proposals = new HashMap<>();
        handle.createQuery(ADVICE)
                .map((row, context) -> Map.entry(row.getString("finding_id"), proposal(row)))
                .forEach(advice ->
                        proposals
                                .computeIfAbsent(advice.getKey(), id -> new ArrayList<>())
                                .add(advice.getValue()));
        return handle.createQuery(FINDINGS)
                .map((row, context) -> finding(row))
                .map(finding ->
                        new OpenFinding(finding, proposals.getOrDefault(finding.id(), List.of())))
                .list();
    }

    private static Finding finding(ResultSet row) throws SQLException {
        return new Finding(
                Finding.SCHEMA_VERSION,
                row.getString("id"),
                RuleName.valueOf(row.getString("rule")),
                Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                FindingStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("service"),
                Side.ofLabel(row.getString("side")),
                row.getString("endpoint"),
                Columns.texts(row, "hosts"),
                Columns.instant(row, "opened_at"),
                Columns.instant(row, "observed_at"),
                Columns.instantOrNull(row, "resolved_at"),
                numbersByName(row, "evidence"));
    }

    private static Proposal proposal(ResultSet row) throws SQLException {
        return new Proposal(
                AdviceKind.valueOf(row.getString("kind")),
                row.getString("action"),
                numbersByName(row, "expected"),
                row.getString("risk"),
                row.getString("verify"),
                row.getString("undo"));
    }

    private static Map<String, Object> numbersByName(ResultSet row, String column)
            throws SQLException {
        try {
            return Json.mapper().readValue(row.getString(column), NUMBERS_BY_NAME);
        } catch (JsonProcessingException e) {
            throw new SQLException(column + " is not a JSON object: " + row.getString(column), e);
        }
    }
}
