// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Texts read lately, by hash: hosts send the same names again and again. A text lies in one of two
 * slots. Threads share them without a lock: what is found is compared, and a text that is lost is
 * made again.
 */
final class KnownTexts {
    private static final char MALFORMED = '\uFFFD';
    private static final int SLOT_BITS = 16;

    /** 2^32 over the golden ratio: hashes that differ in few bits come to lie far apart. */
    private static final int SPREAD = 0x9E3779B9;

    private final @Nullable Known[] texts = new Known[1 << SLOT_BITS];

    /** A text and its bytes. */
    private static final class Known {
        final byte[] utf8;
        final String text;

        Known(byte[] utf8, String text) {
            this.utf8 = utf8;
            this.text = text;
        }

        boolean isAt(byte[] bytes, int from, int to) {
            return Arrays.equals(utf8, 0, utf8.length, bytes, from, to);
        }
    }

    /**
     * The text of some bytes.
     *
     * @param hash of these bytes
     * @return null if they are not UTF-8, or hold U+FFFD, which looks the same
     */
    @Nullable String text(byte[] bytes, int from, int to, int hash) {
        int slot = (hash * SPREAD) >>> (Integer.SIZE - SLOT_BITS);
        Known found = texts[slot];
        if (found != null && found.isAt(bytes, from, to)) {
            return found.text;
        }
        Known earlier = found;
        found = texts[slot ^ 1];
        if (found == null || !found.isAt(bytes, from, to)) {
            String text = make(bytes, from, to);
            if (text == null) {
                return null;
            }
            found = new Known(Arrays.copyOfRange(bytes, from, to), text);
            texts[slot ^ 1] = earlier;
            texts[slot] = found;
        }
        return found.text;
    }

    /** A text that is not remembered; null in the same cases. */
    static @Nullable String make(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, UTF_8);
        return text.indexOf(MALFORMED) < 0 ? text : null;
    }
}
