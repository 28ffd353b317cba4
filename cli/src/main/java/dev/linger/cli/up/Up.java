// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import dev.linger.broker.BrokerServer;
import dev.linger.cli.embedded.DataDirectory;
import dev.linger.cli.embedded.ThisUser;
import dev.linger.cli.log.Logging;
import dev.linger.cli.run.StopSignal;
import dev.linger.model.part.PartFailedException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One run of {@code linger up}: from the lock on the data directory to the orderly stop. */
public final class Up {
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private Up() {}

    /**
     * Runs until the signal.
     *
     * @throws PartFailedException if something cannot be started; what was started is stopped then
     */
    public static void run(UpOptions options, Console console) throws InterruptedException {
        try (DataDirectory data = DataDirectory.open(options.dataDirectory());
                StopSignal signal = StopSignal.install()) {
            Path logs = data.directory("logs");
            Logging.toFile(logs);
            BrokerServer.onFatalFailure(() -> console.line(lastWords(data)));
            Pipeline pipeline = new Pipeline(options, data, console);
            CompletableFuture<Void> started = pipeline.start();
            try (pipeline) {
                awaitStart(started, signal, pipeline);
                if (!signal.requested()) {
                    sayWhatIsNotSeen(console);
                    new HealthWatch(pipeline.parts(), console).until(signal);
                }
                console.line("stopping");
            }
        }
    }

    private static void awaitStart(
            CompletableFuture<Void> started, StopSignal signal, Pipeline pipeline)
            throws InterruptedException {
        while (!started.isDone()) {
            if (signal.await(LOOK_INTERVAL)) {
                pipeline.stopSoon();
                started.exceptionally(failure -> null).join();
                return;
            }
        }
        try {
            started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void sayWhatIsNotSeen(Console console) {
        if (!ThisUser.isRoot()) {
            console.line(
                    "note: as an ordinary user, linger cannot tell the executables of other users'"
                            + " sockets apart; services in cgroups of their own are named all the"
                            + " same, start it as root to see the rest");
        }
    }

    private static String lastWords(DataDirectory data) {
        String trouble = data.trouble();
        return trouble == null
                ? "linger: the Kafka broker failed and stopped; "
                        + data.path().resolve("logs").resolve("linger.log")
                        + " says why"
                : "linger: the Kafka broker stopped: " + trouble;
    }
}
