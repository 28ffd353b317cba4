// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits without taking processor time from what is measured. */
final class Progress {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private Progress() {}

    static void await(BooleanSupplier reached) throws InterruptedException {
        long giveUpNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - giveUpNanos > 0) {
                throw new IllegalStateException(
                        "not there after " + PATIENCE + "; the process's log says why");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
