// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A property's name as it stands in JSON: in quotes, with its colon. */
public final class FieldName {
    private final byte[] quoted;

    private FieldName(byte[] quoted) {
        this.quoted = quoted;
    }

    /** A name of ASCII characters that need no escape. */
    public static FieldName of(String name) {
        return new FieldName(('"' + name + "\":").getBytes(StandardCharsets.US_ASCII));
    }

    int length() {
        return quoted.length;
    }

    boolean isAt(byte[] json, int at) {
        return at + quoted.length <= json.length
                && Arrays.equals(json, at, at + quoted.length, quoted, 0, quoted.length);
    }
}
