// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import dev.linger.model.finding.Severity;

import org.jspecify.annotations.Nullable;

import java.io.Console;

/** Emphasis by ANSI escape sequences on a terminal, and nothing elsewhere. */
public enum Style {
    /** With escape sequences. */
    COLOUR,
    /** Without. */
    PLAIN;

    private static final String RESET = "\u001b[0m";

    /** Colour on a terminal, unless {@code NO_COLOR} is set or the terminal has none. */
    // Error Prone holds that the console is never null; on JDK 25 it is, where there is no
    // terminal.
    @SuppressWarnings("SystemConsoleNull")
    public static Style ofTerminal() {
        @Nullable Console console = System.console();
        String noColour = System.getenv("NO_COLOR");
        boolean refused = noColour != null && !noColour.isEmpty();
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return console != null && console.isTerminal() && !refused && !dumb ? COLOUR : PLAIN;
    }

    /** Clears the terminal; nothing elsewhere. */
    public String newScreen() {
        return this == COLOUR ? "\u001b[H\u001b[2J" : "";
    }

    String bold(String text) {
        return escape("1", text);
    }

    String dim(String text) {
        return escape("2", text);
    }

    String severity(Severity severity, String text) {
        return escape(
                switch (severity) {
                    case INFO -> "36";
                    case WARN -> "33";
                    case HIGH -> "31";
                    case CRITICAL -> "1;37;41";
                },
                text);
    }

    private String escape(String code, String text) {
        return this == COLOUR ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
