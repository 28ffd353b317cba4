// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

/** The canonical text of an IPv6 address, RFC 5952 section 4. */
final class Inet6Text {
    private static final int WORDS = 8;

    private Inet6Text() {}

    /** Writes 16 bytes in network order; the longest run of two or more zero words becomes "::". */
    static String of(byte[] address) {
        int[] words = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = (address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff);
        }
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < WORDS; i++) {
            int length = zerosFrom(words, i);
            if (length > runLength) {
                runStart = i;
                runLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(words[i]));
        }
        return text.toString();
    }

    private static int zerosFrom(int[] words, int start) {
        int end = start;
        while (end < WORDS && words[end] == 0) {
            end++;
        }
        return end - start;
    }
}
