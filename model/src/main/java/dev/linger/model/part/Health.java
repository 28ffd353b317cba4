// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.part;

import dev.linger.model.Require;

import java.util.Map;

/**
 * How a part does.
 *
 * @param healthy whether it does its work now; one that is stuck or restoring is not
 * @param summary a sentence for people
 * @param details numbers and texts by name with unit: records read, dead-lettered, lag
 */
public record Health(boolean healthy, String summary, Map<String, Object> details) {
    /** Copies the details. */
    public Health {
        Require.present("summary", summary);
        details = Require.copy("details", details);
    }
}
