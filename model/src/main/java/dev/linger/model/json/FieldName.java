// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import java.nio.charset.StandardCharsets;

/** A property's name as it stands in JSON: in quotes, with its colon. */
public final class FieldName {
    final byte[] quoted;

    private FieldName(byte[] quoted) {
        this.quoted = quoted;
    }

    /** A name of ASCII characters that need no escape. */
    public static FieldName of(String name) {
        return new FieldName(('"' + name + "\":").getBytes(StandardCharsets.US_ASCII));
    }
}
