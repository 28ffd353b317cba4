// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import com.fasterxml.jackson.core.JsonParser;

import org.jspecify.annotations.Nullable;

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
     * Reads one value from before its first token to its last.
     *
     * @return null if it has another form; how far the parser got then does not matter
     * @throws IOException if it is not JSON
     * @throws IllegalArgumentException if the value's constructor refuses it
     */
    @Nullable V read(JsonParser json) throws IOException;
}
