// SPDX-License-Identifier: Apache-2.0
package dev.linger.model;

import java.io.Serial;

/** A record says it was written under a version of its schema that this program does not read. */
public final class UnknownSchemaVersionException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1L;

    /** Names the version found and the one known. */
    public UnknownSchemaVersionException(int found, int known) {
        super("schemaVersion is " + found + "; this program reads " + known);
    }
}
