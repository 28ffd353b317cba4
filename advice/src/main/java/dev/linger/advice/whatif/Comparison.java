// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.whatif;

import dev.linger.advice.formula.Formula;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One setup beside another.
 *
 * @param before the present setup
 * @param after the changed one
 * @param beforeOutcome what the present one leads to
 * @param afterOutcome what the changed one leads to
 */
public record Comparison(Setup before, Setup after, Outcome beforeOutcome, Outcome afterOutcome) {

    /** Works both out. */
    public static Comparison of(Setup before, Setup after) {
        return new Comparison(before, after, Outcome.of(before), Outcome.of(after));
    }

    /**
     * One line of the table.
     *
     * @param name what is compared
     * @param unit of both numbers
     * @param before absent for never
     * @param after absent for never
     * @param formula where the numbers come from
     */
    public record Row(
            String name,
            String unit,
            @Nullable Double before,
            @Nullable Double after,
            String formula) {}

    /** The table. */
    public List<Row> rows() {
        Outcome b = beforeOutcome;
        Outcome a = afterOutcome;
        return List.of(
                row("usable ports", "ports", b.usablePorts(), a.usablePorts(), Formula.F2),
                row(
                        "capacity",
                        "connections",
                        b.capacityConnections(),
                        a.capacityConnections(),
                        Formula.F3),
                row("closes", "1/s", b.closesPerSecond(), a.closesPerSecond(), Formula.LITTLE),
                row(
                        "open connections",
                        "connections",
                        b.openConnections(),
                        a.openConnections(),
                        Formula.LITTLE),
                row(
                        "TIME_WAIT",
                        "sockets",
                        b.timeWaitSockets(),
                        a.timeWaitSockets(),
                        after.reuse() ? Formula.F6 : Formula.F1),
                row("utilisation", "ratio", b.utilisation(), a.utilisation(), Formula.F2),
                row(
                        "sustainable closes",
                        "1/s",
                        b.sustainablePerSecond(),
                        a.sustainablePerSecond(),
                        after.reuse() ? Formula.F5 : Formula.F4),
                row("latency cliff in", "s", b.cliffInSeconds(), a.cliffInSeconds(), Formula.F8),
                row(
                        "ports exhausted in",
                        "s",
                        b.exhaustedInSeconds(),
                        a.exhaustedInSeconds(),
                        Formula.F7),
                row(
                        "extra connect() cost, at most",
                        "us",
                        b.connectExtraMicros(),
                        a.connectExtraMicros(),
                        Formula.F9),
                row("kernel memory", "B", b.memoryBytes(), a.memoryBytes(), Formula.F17),
                row(
                        "dead peer noticed in",
                        "s",
                        b.deadPeerSeconds(),
                        a.deadPeerSeconds(),
                        after.keepAlive().userTimeout() == null ? Formula.F10 : Formula.F11),
                row(
                        "stalled write ends in",
                        "s",
                        b.stalledWriteSeconds(),
                        a.stalledWriteSeconds(),
                        after.keepAlive().userTimeout() == null ? Formula.F12 : Formula.F13));
    }

    private static Row row(String name, String unit, long before, long after, Formula formula) {
        return row(name, unit, (double) before, (double) after, formula);
    }

    private static Row row(
            String name,
            String unit,
            @Nullable Double before,
            @Nullable Double after,
            Formula formula) {
        return new Row(name, unit, before, after, formula.toString());
    }
}
