// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import java.io.Serial;

/** An hour that the packed form cannot hold exactly; it stays as rows. */
final class UnpackableException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    UnpackableException(String message) {
        super(message);
    }
}
