// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.dashboard.view.SortOrder.Column;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

class SortOrderTest {
    private static final List<ServiceRow> ROWS =
            List.of(
                    row("calm", null, 0.9, 5),
                    row("listens", null, null, 0),
                    row("bad", Severity.CRITICAL, 0.1, 1),
                    row("worse", Severity.CRITICAL, 0.6, 2),
                    row("known", Severity.INFO, null, 3));

    @Test
    void shouldPutTheWorstFirstThenTheFullest() {
        assertThat(names(SortOrder.DEFAULT))
                .containsExactly("worse", "bad", "known", "calm", "listens");
    }

    @Test
    void shouldSortByAColumnAndTurnRoundOnTheSecondClick() {
        SortOrder once = SortOrder.DEFAULT.afterClickOn(Column.CLOSES);
        SortOrder twice = once.afterClickOn(Column.CLOSES);

        assertThat(names(once)).containsExactly("calm", "known", "worse", "bad", "listens");
        assertThat(names(twice)).containsExactly("listens", "bad", "worse", "known", "calm");
        assertThat(twice.afterClickOn(Column.CLOSES)).isEqualTo(once);
    }

    @Test
    void shouldReadItsOwnParameterAndNothingElse() {
        for (Column column : Column.values()) {
            for (boolean reversed : new boolean[] {false, true}) {
                SortOrder order = new SortOrder(column, reversed);
                assertThat(SortOrder.parse(order.parameter())).isEqualTo(order);
            }
        }
        assertThat(SortOrder.parse(null)).isEqualTo(SortOrder.DEFAULT);
        assertThat(SortOrder.parse("'; drop table")).isEqualTo(SortOrder.DEFAULT);
        assertThat(SortOrder.parse("-")).isEqualTo(SortOrder.DEFAULT);
    }

    private static List<String> names(SortOrder order) {
        return order.sorted(ROWS).stream().map(ServiceRow::service).toList();
    }

    private static ServiceRow row(
            String name, @Nullable Severity worst, @Nullable Double ports, double closes) {
        return new ServiceRow(
                name,
                1,
                worst,
                worst == null ? 0 : 1,
                StateBar.of(StateCounts.NONE),
                ports == null ? null : new PortBar(ports, 0, 0, 0, "h", "10.0.0.1", null),
                null,
                closes,
                null);
    }
}
