// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.storage.backfill.HistoryImport;
import dev.linger.storage.backfill.ImportFile;
import dev.linger.storage.backfill.Progress;

import org.jspecify.annotations.Nullable;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** One line that says how far an import is: overwritten on a terminal, every 30 s elsewhere. */
final class ImportProgressLine implements HistoryImport.Listener {
    private static final Duration WITHOUT_A_TERMINAL = Duration.ofSeconds(30);

    private final PrintWriter to;
    private final boolean terminal;
    private final ImportFile file;
    private final InstantSource clock;
    private final Instant begun;
    private Instant shown;
    private @Nullable Progress first;

    ImportProgressLine(PrintWriter to, boolean terminal, ImportFile file, InstantSource clock) {
        this.to = to;
        this.terminal = terminal;
        this.file = file;
        this.clock = clock;
        this.begun = clock.instant();
        this.shown = begun;
    }

    @SuppressWarnings("SystemConsoleNull") // on JDK 25 it is null where there is no terminal
    static ImportProgressLine on(PrintWriter to, ImportFile file, InstantSource clock) {
        @Nullable Console console = System.console();
        return new ImportProgressLine(to, console != null && console.isTerminal(), file, clock);
    }

    @Override
    public void moved(Progress progress, long bytesRead) {
        Progress from = first;
        if (from == null) {
            first = progress;
            return;
        }
        Instant now = clock.instant();
        if (!terminal && Duration.between(shown, now).compareTo(WITHOUT_A_TERMINAL) < 0) {
            return;
        }
        shown = now;
        print(text(from, progress, bytesRead, Duration.between(begun, now)));
    }

    @Override
    public void upkeep() {
        if (terminal) {
            print(file.name() + ": computing hours and days, packing what is old");
        }
    }

    /** Wipes the line out. */
    void end() {
        if (terminal) {
            to.print("\r\u001b[K");
            to.flush();
        }
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

    private void print(String text) {
        to.print(terminal ? "\r\u001b[K" + text : text + System.lineSeparator());
        to.flush();
    }
}
