// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Replaces a stream thread that failed, as long as that does not happen over and over: what a new
 * thread does not cure needs a person, whom the health page tells.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);
    private static final int ALLOWED = 5;
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final Consumer<String> tell;
    private final Deque<Long> failuresNanos = new ArrayDeque<>();

    ThreadFailures(Consumer<String> tell) {
        this.tell = tell;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        tell.accept(root.toString());
        long now = System.nanoTime();
        failuresNanos.addLast(now);
        while (now - failuresNanos.getFirst() > WITHIN.toNanos()) {
            failuresNanos.removeFirst();
        }
        if (failuresNanos.size() > ALLOWED) {
            LOG.error("a stream thread failed {} times within {}", ALLOWED + 1, WITHIN, failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("a stream thread failed and is replaced", failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
