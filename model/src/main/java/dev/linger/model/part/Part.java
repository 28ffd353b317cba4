// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.part;

import java.util.List;
import java.util.Optional;

/**
 * A part of the pipeline that runs until it is closed: alone in a process of its own, or beside the
 * others in one.
 *
 * <pre>
 *   new --start()--> running --close()--> closed
 *    \--start() throws--> closed
 * </pre>
 */
public interface Part extends AutoCloseable {
    /**
     * The command's name: {@code collect}, {@code stream}, {@code sink}, {@code capacity}, {@code
     * dashboard}.
     */
    String name();

    /**
     * Starts, and returns once the part does its work; threads of its own go on.
     *
     * @throws PartFailedException if the environment does not allow it; the message says what to do
     */
    void start();

    /** How it does; cheap, and callable from any thread at any time. */
    Health health();

    /**
     * What it counts, for {@code GET /metrics}; as cheap as {@link #health}. Unless a part says
     * more: whether it is healthy, and the numbers among the details of its health, as {@code
     * linger_PART_NAME}.
     */
    default List<MetricFamily> metrics() {
        return HealthMetrics.of(name(), health());
    }

    /**
     * What it answers to {@code GET} of a path other than {@code /health} and {@code /metrics};
     * empty where it knows no such path, which is the rule.
     *
     * @param path decoded, beginning with a slash
     */
    default Optional<PartAnswer> answer(String path) {
        return Optional.empty();
    }

    /**
     * Finishes what is under way and stops, within about five seconds. Closing again does nothing.
     */
    @Override
    void close();
}
