// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Rows as {@code COPY ... TO STDOUT (FORMAT binary)} brings them. */
final class CopiedRows {
    private static final int SIGNATURE = 11;
    private static final int FLAGS = 4;

    private CopiedRows() {}

    /** Hands over the fields of each row of a query; a missing field is null. */
    static void read(Connection connection, String query, Consumer<List<@Nullable ByteBuffer>> row)
            throws SQLException {
        CopyOut copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("copy (" + query + ") to stdout (format binary)");
        try {
            boolean first = true;
            for (byte[] message = copy.readFromCopy();
                    message != null;
                    message = copy.readFromCopy()) {
                ByteBuffer bytes = ByteBuffer.wrap(message);
                if (first) {
                    bytes.position(SIGNATURE + FLAGS);
                    bytes.position(bytes.getInt() + bytes.position());
                    first = false;
                }
                while (bytes.hasRemaining()) {
                    int count = bytes.getShort();
                    if (count < 0) {
                        break;
                    }
                    row.accept(fields(bytes, count));
                }
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static List<@Nullable ByteBuffer> fields(ByteBuffer bytes, int count) {
        List<@Nullable ByteBuffer> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = bytes.getInt();
            if (length < 0) {
                fields.add(null);
            } else {
                fields.add(bytes.slice(bytes.position(), length));
                bytes.position(bytes.position() + length);
            }
        }
        return fields;
    }
}
