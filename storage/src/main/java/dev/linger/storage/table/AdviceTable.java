// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.finding.Advice;
import dev.linger.model.finding.Proposal;
import dev.linger.storage.copy.Column;
import dev.linger.storage.copy.Stage;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** advice: the proposals of a finding's latest advice, which replace those of an older one. */
public final class AdviceTable {
    private static final Stage<Row> ADVICE =
            new Stage<>(
                    "advice",
                    List.of(
                            Column.text("finding_id", row -> row.advice().findingId()),
                            Column.smallint("position", Row::position),
                            Column.text("rule", row -> row.advice().rule().name()),
                            Column.text("service", row -> row.advice().service()),
                            Column.instant("observed_at", row -> row.advice().observedAt()),
                            Column.text("kind", proposal(it -> it.kind().name())),
                            Column.text("action", proposal(Proposal::action)),
                            Column.json("expected", proposal(Proposal::expected)),
                            Column.text("risk", proposal(Proposal::risk)),
                            Column.text("verify", proposal(Proposal::verify)),
                            Column.text("undo", proposal(Proposal::undo))));

    private AdviceTable() {}

    /** Writes advice in the order in which it came, within the connection's transaction. */
    public static void write(Connection connection, Collection<Advice> arrived)
            throws SQLException {
        Map<String, Advice> latest = new LinkedHashMap<>();
        for (Advice advice : arrived) {
            latest.merge(
                    advice.findingId(),
                    advice,
                    (a, b) -> b.observedAt().isBefore(a.observedAt()) ? a : b);
        }
        List<Row> rows = new ArrayList<>();
        for (Advice advice : latest.values()) {
            rows.add(new Row(advice, null, null));
            for (int i = 0; i < advice.proposals().size(); i++) {
                rows.add(new Row(advice, i + 1, advice.proposals().get(i)));
            }
        }
        ADVICE.fill(connection, rows);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    delete from advice a using %s s
                     where s.position is null
                       and a.finding_id = s.finding_id and a.observed_at <= s.observed_at
                    """
                            .formatted(ADVICE.name()));
            statement.execute(
                    """
                    insert into advice (%1$s)
                    select %1$s from %2$s s
                     where s.position is not null
                       and not exists (select from advice a where a.finding_id = s.finding_id)
                    """
                            .formatted(ADVICE.columnList(), ADVICE.name()));
        }
    }

    private static <V> Function<Row, @Nullable V> proposal(Function<Proposal, V> value) {
        return row -> {
            Proposal proposal = row.proposal();
            return proposal == null ? null : value.apply(proposal);
        };
    }

    /** A proposal, or the advice as a whole where there is none. */
    private record Row(Advice advice, @Nullable Integer position, @Nullable Proposal proposal) {}
}
