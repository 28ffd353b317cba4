// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench;

import dev.linger.lab.bench.BenchCase;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Figures of a benchmark as {@code --json} prints them.
 *
 * @param bench its name
 * @param machine what it ran on
 * @param cases one for each comparison
 */
public record BenchJson(String bench, String machine, List<Case> cases) {
    /** See {@link BenchCase}. */
    public record Case(
            String name,
            String unit,
            double ours,
            @Nullable Double limit,
            @Nullable String limitName,
            @Nullable Double ratioToLimit,
            @Nullable Double peer,
            @Nullable String peerName,
            @Nullable Double ratioToPeer,
            int runs) {}

    /** Takes the figures; what ratios ought to be is not part of what was measured. */
    public static BenchJson of(String bench, String machine, List<BenchCase> cases) {
        return new BenchJson(
                bench,
                machine,
                cases.stream()
                        .map(one ->
                                new Case(
                                        one.name(),
                                        one.unit(),
                                        one.ours(),
                                        one.limit(),
                                        one.limitName(),
                                        one.ratioToLimit(),
                                        one.peer(),
                                        one.peerName(),
                                        one.ratioToPeer(),
                                        one.runs()))
                        .toList());
    }
}
