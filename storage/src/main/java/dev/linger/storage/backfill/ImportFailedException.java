// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.backfill;

import org.jspecify.annotations.Nullable;

import java.io.Serial;

/** An import that cannot go on; what it has written stays, and running it again goes on there. */
public final class ImportFailedException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /** Takes a sentence that says what to do. */
    public ImportFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
