// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import java.io.IOException;

/**
 * Reads a value in the one form in which Linger writes it: no more properties, no fewer, in that
 * order. What looks different in any way is left to the mapper, which alone refuses.
 *
 * @param <V> the value
 */
@FunctionalInterface
public interface KnownForm<V> {
    /**
     * Reads one value.
     *
     * @param json UTF-8
     * @throws IOException if it has another form
     * @throws IllegalArgumentException if the value's constructor refuses it
     */
    V read(byte[] json) throws IOException;
}
