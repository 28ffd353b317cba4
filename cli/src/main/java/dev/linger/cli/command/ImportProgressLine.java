// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.storage.backfill.HistoryImport;
import dev.linger.storage.backfill.ImportFile;
import dev.linger.storage.backfill.Progress;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** How far an import is. */
final class ImportProgressLine implements HistoryImport.Listener {
    private final StatusLine line;
    private final ImportFile file;
    private final InstantSource clock;
    private final Instant begun;
    private @Nullable Progress first;

    ImportProgressLine(StatusLine line, ImportFile file, InstantSource clock) {
        this.line = line;
        this.file = file;
        this.clock = clock;
        this.begun = clock.instant();
    }

    static ImportProgressLine on(PrintWriter to, ImportFile file, InstantSource clock) {
        return new ImportProgressLine(StatusLine.on(to, clock), file, clock);
    }

    @Override
    public void moved(Progress progress, long bytesRead) {
        Progress from = first;
        if (from == null) {
            first = progress;
            return;
        }
        line.show(() -> text(from, progress, bytesRead, Duration.between(begun, clock.instant())));
    }

    @Override
    public void upkeep() {
        line.showOnTerminal(file.name() + ": computing hours and days, packing what is old");
    }

    /** Wipes the line out. */
    void end() {
        line.end();
    }

    private String text(Progress from, Progress progress, long bytesRead, Duration taken) {
        double seconds = Math.max(0.001, taken.toMillis() / 1000.0);
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%s: %,d minutes, %,.0f/s",
                        file.name(),
                        progress.minutes(),
                        (progress.minutes() - from.minutes()) / seconds));
        if (progress.refused() > 0) {
            text.append(String.format(Locale.ROOT, ", %,d refused", progress.refused()));
        }
        Long bytes = file.bytes();
        if (bytes != null && bytes > 0 && bytesRead > 0) {
            double done = Math.min(1, (double) bytesRead / bytes);
            text.append(
                    String.format(
                            Locale.ROOT,
                            ", %.0f %%, %d s left",
                            100 * done,
                            Math.round(seconds / done - seconds)));
        }
        return text.toString();
    }
}
