// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import org.jspecify.annotations.Nullable;

/**
 * One line of a benchmark. Ratios are ours over the other's; where there is no limit or no peer,
 * all its three parts are absent.
 *
 * @param name what was measured
 * @param unit of all three figures; tells whether less is better
 * @param ours median of Linger's figures
 * @param limit median of what nothing can be better than
 * @param limitName what the limit is
 * @param ratioToLimit median of the ratios within each run
 * @param toLimit where that ratio ought to be; null where nothing was promised
 * @param peer median of somebody else's figures
 * @param peerName who that is
 * @param ratioToPeer median of the ratios within each run
 * @param toPeer where that ratio ought to be; null where nothing was promised
 * @param runs how many interleaved runs the medians are of
 */
public record BenchCase(
        String name,
        String unit,
        double ours,
        @Nullable Double limit,
        @Nullable String limitName,
        @Nullable Double ratioToLimit,
        @Nullable Bounds toLimit,
        @Nullable Double peer,
        @Nullable String peerName,
        @Nullable Double ratioToPeer,
        @Nullable Bounds toPeer,
        int runs) {

    /**
     * Where a ratio ought to be.
     *
     * @param atLeast lower end, included
     * @param atMost upper end, included
     */
    public record Bounds(double atLeast, double atMost) {
        /** Less is better. */
        public static Bounds atMost(double most) {
            return new Bounds(0, most);
        }

        /** More is better. */
        public static Bounds atLeast(double least) {
            return new Bounds(least, Double.POSITIVE_INFINITY);
        }

        /** Whether a ratio is there. */
        public boolean hold(double ratio) {
            return ratio >= atLeast && ratio <= atMost;
        }
    }

    /** A case of which only our figure is known so far. */
    public static BenchCase of(String name, String unit, double ours, int runs) {
        return new BenchCase(
                name, unit, ours, null, null, null, null, null, null, null, null, runs);
    }

    /** The same with its limit. */
    public BenchCase limit(String what, double figure, double ratio, @Nullable Bounds wanted) {
        return new BenchCase(
                name,
                unit,
                ours,
                figure,
                what,
                ratio,
                wanted,
                peer,
                peerName,
                ratioToPeer,
                toPeer,
                runs);
    }

    /** The same with its peer. */
    public BenchCase peer(String who, double figure, double ratio, @Nullable Bounds wanted) {
        return new BenchCase(
                name,
                unit,
                ours,
                limit,
                limitName,
                ratioToLimit,
                toLimit,
                figure,
                who,
                ratio,
                wanted,
                runs);
    }
}
