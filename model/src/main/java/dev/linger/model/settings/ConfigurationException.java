// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.settings;

import java.io.Serial;

/** Configuration that a part refuses to start with; the message names key, value and what to do. */
public final class ConfigurationException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /** Takes a sentence that ends with what to do next. */
    public ConfigurationException(String message) {
        super(message);
    }
}
