// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.copy;

import java.io.Serial;

/** A value does not fit its column; the message names the column, the value and what would fit. */
public final class UnstorableValueException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /** Takes the sentence for the dead letter. */
    public UnstorableValueException(String message) {
        super(message);
    }
}
