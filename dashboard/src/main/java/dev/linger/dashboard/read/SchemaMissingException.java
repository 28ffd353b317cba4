// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.read;

import java.io.Serial;

/** PostgreSQL answers, but the sink has not made the tables yet. */
public final class SchemaMissingException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /** Takes the database's own words. */
    public SchemaMissingException(Throwable cause) {
        super("the tables are missing; the sink makes them when it starts", cause);
    }
}
