// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.streams.ReplayProgress;
import dev.linger.streams.ReplayResult;

import java.util.Locale;

/** What a replay says. */
final class ReplayText {
    private ReplayText() {}

    /** How far it is. */
    static String of(ReplayProgress progress) {
        double share = 100.0 * progress.read() / Math.max(1, progress.snapshots());
        return String.format(
                        Locale.ROOT,
                        "replaying: %,d of %,d snapshots, %.0f %%",
                        progress.read(),
                        progress.snapshots(),
                        Math.min(100, share))
                + (progress.minute() == null ? "" : ", complete through " + progress.minute());
    }

    /** What it came to. */
    static String of(ReplayResult result) {
        return result.finished()
                ? String.format(
                        Locale.ROOT,
                        "replayed %,d snapshots -> %,d minutes, %,d findings, %,d dead letters into"
                                + " topics %s",
                        result.snapshots(),
                        result.minutes(),
                        result.findings(),
                        result.deadLetters(),
                        String.join(", ", result.topics()))
                : "stopped; the topics of this replay are deleted";
    }
}
