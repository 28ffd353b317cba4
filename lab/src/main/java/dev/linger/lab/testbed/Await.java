// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.testbed;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition of the real world, by looking again and again. */
public final class Await {
    private static final long PAUSE_NANOS = 50_000_000;

    private Await() {}

    /**
     * Waits until something is so.
     *
     * @param what ends the sentence "waited in vain until"
     * @throws TestbedException if it is not so within the limit
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        value(what, limit, condition::getAsBoolean, is -> is);
    }

    /**
     * Waits until a reading is accepted, and returns it.
     *
     * @param what ends the sentence "waited in vain until"
     * @throws TestbedException if none is accepted within the limit; says what was read last
     */
    public static <T> T value(
            String what, Duration limit, Supplier<T> reading, Predicate<? super T> accepted) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            T value = reading.get();
            if (accepted.test(value)) {
                return value;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TestbedException(
                        "waited in vain for "
                                + limit.toMillis()
                                + " ms until "
                                + what
                                + "; the last reading is "
                                + value);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new TestbedException("interrupted while waiting until " + what);
            }
        }
    }
}
