// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Texts read lately, by hash: hosts send the same names again and again. A text lies in one of two
 * slots; one beyond ASCII is not remembered. Threads share them without a lock: what is found is
 * compared, and a text that is lost is made again.
 */
final class KnownTexts {
    private static final char MALFORMED = '\uFFFD';
    private static final int SLOT_BITS = 16;

    /** 2^32 over the golden ratio: hashes that differ in few bits come to lie far apart. */
    private static final int SPREAD = 0x9E3779B9;

    private final @Nullable String[] texts = new String[1 << SLOT_BITS];

    /**
     * The text of some bytes.
     *
     * @param hash of these bytes
     * @return null if they are not UTF-8, or hold U+FFFD, which looks the same
     */
    @Nullable String text(byte[] bytes, int from, int to, int hash) {
        int slot = (hash * SPREAD) >>> (Integer.SIZE - SLOT_BITS);
        String last = texts[slot];
        if (isText(last, bytes, from, to)) {
            return last;
        }
        String earlier = texts[slot ^ 1];
        if (isText(earlier, bytes, from, to)) {
            return earlier;
        }
        String text = make(bytes, from, to);
        if (text != null && text.length() == to - from) {
            texts[slot ^ 1] = last;
            texts[slot] = text;
        }
        return text;
    }

    /** Character by character: a copy of the bytes beside each text would have to be fetched. */
    private static boolean isText(@Nullable String text, byte[] ascii, int from, int to) {
        if (text == null || text.length() != to - from) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (text.charAt(i) != ascii[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** A text that is not remembered; null in the same cases. */
    static @Nullable String make(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, UTF_8);
        return text.indexOf(MALFORMED) < 0 ? text : null;
    }
}
