// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import java.sql.Connection;
import java.sql.SQLException;

/** The end of a transaction that failed. */
public final class Rollback {
    private Rollback() {}

    /** Takes back what the connection's transaction did; {@code cause} stays what is reported. */
    public static void after(Exception cause, Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            cause.addSuppressed(gone);
        }
    }
}
