// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.part;

import dev.linger.model.Require;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/**
 * What a part answers to a question over HTTP.
 *
 * @param status of HTTP
 * @param json the body
 * @param location where to ask instead; absent unless the status is 307
 */
public record PartAnswer(int status, String json, @Nullable URI location) {
    /** Refuses what is no status, and a redirection to nowhere. */
    public PartAnswer {
        Require.present("json", json);
        if (status < 200 || status > 599 || (status == 307) != (location != null)) {
            throw new IllegalArgumentException(
                    "an answer has status " + status + " and location " + location);
        }
    }
}
