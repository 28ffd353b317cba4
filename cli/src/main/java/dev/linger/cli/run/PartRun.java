// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import dev.linger.model.part.Part;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;

/** One part alone in this process, from its start to the signal that stops it. */
public final class PartRun {
    private static final Duration FOREVER = Duration.ofDays(365_000);

    private PartRun() {}

    /** When the health of a part begins to be served. */
    public enum HealthServed {
        /** While it starts, which may take long. */
        FROM_THE_BEGINNING,

        /**
         * Once it has started, which does not take long. The JDK's server looks for loggers and
         * providers in every jar of the class path: a tenth of a second, in which a collector has
         * taken its first snapshot.
         */
        ONCE_STARTED
    }

    /**
     * Starts the part, serves its health, and returns when it was stopped in order.
     *
     * @param part not yet started
     * @param healthServed from when on its health is served
     * @param healthAddress where to serve its health
     * @param out for the line that says that it works
     * @throws dev.linger.model.part.PartFailedException if it cannot start
     */
    public static void untilStopped(
            Part part, HealthServed healthServed, InetSocketAddress healthAddress, PrintWriter out)
            throws InterruptedException {
        try (StopSignal signal = StopSignal.install();
                part) {
            if (healthServed == HealthServed.ONCE_STARTED) {
                part.start();
            }
            try (HealthServer server = HealthServer.start(part, healthAddress)) {
                if (healthServed == HealthServed.FROM_THE_BEGINNING) {
                    part.start();
                }
                announce(part, healthAddress, server, out);
                signal.await(FOREVER);
            }
        }
    }

    private static void announce(
            Part part, InetSocketAddress healthAddress, HealthServer server, PrintWriter out) {
        out.println(
                part.name()
                        + " runs; health http://"
                        + healthAddress.getHostString()
                        + ":"
                        + server.port()
                        + "/health");
        out.flush();
    }
}
