// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Texts read lately, by hash: hosts send the same names again and again. Threads share it without a
 * lock: what is found is compared, and a text that is lost is made again.
 */
final class KnownTexts {
    private static final char MALFORMED = '\uFFFD';
    private static final int TEXTS = 1 << 14;

    private final @Nullable Known[] texts = new Known[TEXTS];

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
        int slot = (hash ^ hash >>> 15) & (TEXTS - 1);
        Known found = texts[slot];
        if (found == null || !found.isAt(bytes, from, to)) {
            String text = new String(bytes, from, to - from, UTF_8);
            if (text.indexOf(MALFORMED) >= 0) {
                return null;
            }
            found = new Known(Arrays.copyOfRange(bytes, from, to), text);
            texts[slot] = found;
        }
        return found.text;
    }
}
