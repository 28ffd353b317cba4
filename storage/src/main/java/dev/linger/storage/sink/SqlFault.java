// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import java.sql.SQLException;

/** Whose fault a refusal by PostgreSQL is, by its SQLSTATE (PostgreSQL manual, appendix A). */
public enum SqlFault {
    /** Passes by itself: connection lost, server restarting or read-only, deadlock, overload. */
    TRANSIENT,
    /** Somebody has to do something: disk full, permission, password, missing table. */
    ENVIRONMENT,
    /** The rows: a value or a constraint. */
    RECORD;

    private static final String DISK_FULL = "53100";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Classifies. */
    public static SqlFault of(SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.length() != 5) {
            return TRANSIENT;
        }
        if (state.equals(DISK_FULL)) {
            return ENVIRONMENT;
        }
        return switch (state.substring(0, 2)) {
            // Data exception, cardinality and integrity violations, a row or key that is too large.
            case "21", "22", "23", "54" -> RECORD;
            // Authorisation, catalogue, schema, syntax or access rule.
            case "28", "3D", "3F", "42", "0L", "0P" -> ENVIRONMENT;
            default -> TRANSIENT;
        };
    }

    /** One line that says what to do about a fault of the environment. */
    public static String remedy(SQLException e) {
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String state = String.valueOf(e.getSQLState());
        String remedy =
                switch (state) {
                    case DISK_FULL -> "PostgreSQL's disk is full; free space there";
                    case INSUFFICIENT_PRIVILEGE ->
                            "the role of storage.user lacks a permission; grant it";
                    default ->
                            state.startsWith("28")
                                    ? "PostgreSQL refuses storage.user or storage.password; correct them"
                                    : state.startsWith("3D")
                                            ? "the database of storage.jdbc-url does not exist; create it"
                                            : "the schema is not this program's; migrate the database";
                };
        return remedy + " (SQLSTATE " + state + ": " + said + ")";
    }
}
