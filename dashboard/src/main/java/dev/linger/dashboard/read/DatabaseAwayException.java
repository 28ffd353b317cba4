// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.read;

import org.jspecify.annotations.Nullable;

import java.io.Serial;

/** PostgreSQL did not answer; the message is a sentence for the page. */
public final class DatabaseAwayException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /** Takes the sentence and the cause, if there is one. */
    public DatabaseAwayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
