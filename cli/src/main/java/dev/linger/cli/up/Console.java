// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What {@code linger up} prints. Scripts rely on the four lines of {@link #ready}. */
public final class Console {
    private final PrintWriter out;
    private final long startedNanos;

    /**
     * Times count from {@code startedNanos}.
     *
     * @param startedNanos {@link System#nanoTime} when the command began
     */
    public Console(PrintWriter out, long startedNanos) {
        this.out = out;
        this.startedNanos = startedNanos;
    }

    /** A part works. */
    void started(String what) {
        line(String.format(Locale.ROOT, "  %4s s  %s", seconds(), what));
    }

    /** Everything works. */
    void ready(String kafka, String postgresql, int httpPort) {
        line("kafka " + kafka);
        line("postgresql " + postgresql);
        line("dashboard http://127.0.0.1:" + httpPort);
        line("ready in " + seconds() + " s");
    }

    /** Anything else for the user. */
    public void line(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }

    private String seconds() {
        Duration since = Duration.ofNanos(System.nanoTime() - startedNanos);
        return String.format(Locale.ROOT, "%.1f", since.toMillis() / 1000.0);
    }
}
