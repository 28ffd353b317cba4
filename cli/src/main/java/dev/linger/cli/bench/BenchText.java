// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench;

import dev.linger.lab.bench.BenchCase;
import dev.linger.lab.bench.BenchCase.Bounds;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** Figures of a benchmark for people: each case with what it is compared to, indented. */
public final class BenchText {
    private BenchText() {}

    /** The table. */
    public static String of(String machine, List<BenchCase> cases) {
        StringBuilder text = new StringBuilder(machine).append('\n');
        for (BenchCase one : cases) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%n%s%n  %12.3f  %s; median of %d%n",
                            one.name(),
                            one.ours(),
                            one.unit(),
                            one.runs()));
            text.append(other(one.limit(), one.limitName(), one.ratioToLimit(), one.toLimit()));
            text.append(other(one.peer(), one.peerName(), one.ratioToPeer(), one.toPeer()));
        }
        return text.toString();
    }

    private static String other(
            @Nullable Double figure,
            @Nullable String name,
            @Nullable Double ratio,
            @Nullable Bounds wanted) {
        if (figure == null || name == null || ratio == null) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "  %12.3f  %s: ratio %.3f%s%n",
                figure,
                name,
                ratio,
                verdict(ratio, wanted));
    }

    private static String verdict(double ratio, @Nullable Bounds wanted) {
        if (wanted == null) {
            return "";
        }
        return ", wanted " + range(wanted) + (wanted.hold(ratio) ? ": met" : ": MISSED");
    }

    private static String range(Bounds wanted) {
        if (wanted.atLeast() <= 0) {
            return "at most " + wanted.atMost();
        }
        return wanted.atMost() == Double.POSITIVE_INFINITY
                ? "at least " + wanted.atLeast()
                : wanted.atLeast() + " to " + wanted.atMost();
    }
}
