// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import org.jspecify.annotations.Nullable;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** One line that says how far something is: overwritten on a terminal, every 30 s elsewhere. */
final class StatusLine {
    private static final Duration WITHOUT_A_TERMINAL = Duration.ofSeconds(30);

    private final PrintWriter to;
    private final boolean terminal;
    private final InstantSource clock;
    private Instant shown;

    StatusLine(PrintWriter to, boolean terminal, InstantSource clock) {
        this.to = to;
        this.terminal = terminal;
        this.clock = clock;
        this.shown = clock.instant();
    }

    @SuppressWarnings("SystemConsoleNull") // on JDK 25 it is null where there is no terminal
    static StatusLine on(PrintWriter to, InstantSource clock) {
        @Nullable Console console = System.console();
        return new StatusLine(to, console != null && console.isTerminal(), clock);
    }

    /** Shows the text, unless it is too early. */
    void show(Supplier<String> text) {
        Instant now = clock.instant();
        if (terminal || Duration.between(shown, now).compareTo(WITHOUT_A_TERMINAL) >= 0) {
            shown = now;
            print(text.get());
        }
    }

    /** Shows it on a terminal, where the next one overwrites it; nowhere else. */
    void showOnTerminal(String text) {
        if (terminal) {
            print(text);
        }
    }

    /** Wipes the line out. */
    void end() {
        if (terminal) {
            to.print("\r\u001b[K");
            to.flush();
        }
    }

    private void print(String text) {
        to.print(terminal ? "\r\u001b[K" + text : text + System.lineSeparator());
        to.flush();
    }
}
