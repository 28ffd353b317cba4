// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import java.io.PrintWriter;
import java.time.Duration;

/** How far a look is, for those who wait for it. */
@FunctionalInterface
public interface Progress {
    /** For nobody. */
    Progress SILENT = left -> {};

    /**
     * Called before each wait, and with zero at the end.
     *
     * @param left time until the look is over
     */
    void left(Duration left);

    /**
     * A line that is overwritten and at last wiped out, on a terminal; nothing elsewhere.
     *
     * @param to where the terminal listens
     */
    static Progress on(PrintWriter to, Style style) {
        if (style == Style.PLAIN) {
            return SILENT;
        }
        return left -> {
            to.print("\r\u001b[K");
            if (left.isPositive()) {
                to.print(
                        style.dim(
                                "looking at this host, "
                                        + Math.max(1, left.toSeconds())
                                        + " s left"));
            }
            to.flush();
        };
    }
}
