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
     * Starts the part, serves its health, and returns when it was stopped in order.
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
            out.println(
                    part.name()
                            + " runs; health http://"
                            + healthAddress.getHostString()
                            + ":"
                            + server.port()
                            + "/health");
            out.flush();
            signal.await(FOREVER);
        }
    }
}
