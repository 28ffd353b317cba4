// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.part;

import org.jspecify.annotations.Nullable;

import java.io.Serial;

/** A part cannot run in this environment; the message is one line that says what to do. */
public final class PartFailedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /** Takes the line for the user and the cause, if there is one. */
    public PartFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
