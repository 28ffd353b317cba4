// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

/** How many connections a load needs at the same time. */
public final class LittlesLaw {
    private LittlesLaw() {}

    /** Mean number in use: arrivals per second times seconds that each is held. */
    public static double inUse(double arrivalsPerSecond, double secondsHeld) {
        return arrivalsPerSecond * secondsHeld;
    }

    /**
     * A pool that is almost never too small: with independent arrivals the number in use is Poisson
     * distributed around its mean, and the mean plus three standard deviations covers at least 99.5
     * % of moments from a mean of 1 upwards.
     *
     * @param meanInUse mean number in use
     */
    public static long poolSize(double meanInUse) {
        return Math.max(1, (long) Math.ceil(meanInUse + 3 * Math.sqrt(meanInUse)));
    }
}
