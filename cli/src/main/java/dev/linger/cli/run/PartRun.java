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

    /**
     * Serves the part's health, starts it, and returns when it was stopped in order.
     *
     * @param part not yet started
     * @param healthAddress where to serve its health
     * @param out for the line that says that it works
     * @throws dev.linger.model.part.PartFailedException if it cannot start
     */
    public static void untilStopped(Part part, InetSocketAddress healthAddress, PrintWriter out)
            throws InterruptedException {
        try (StopSignal signal = StopSignal.install();
                part;
                HealthServer server = HealthServer.start(part, healthAddress)) {
            part.start();
            announce(part, healthAddress, server, out);
            signal.await(FOREVER);
        }
    }

    /**
     * Starts the part, which does not take long, and then serves its health. The JDK's server looks
     * for loggers and providers in every jar of the class path: a tenth of a second, in which a
     * collector has taken its first snapshot.
     */
    public static void startedFirstUntilStopped(
            Part part, InetSocketAddress healthAddress, PrintWriter out)
            throws InterruptedException {
        try (StopSignal signal = StopSignal.install();
                part) {
            part.start();
            try (HealthServer server = HealthServer.start(part, healthAddress)) {
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
