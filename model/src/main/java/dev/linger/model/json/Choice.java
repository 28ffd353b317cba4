// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.function.Function;

/**
 * The few texts that a value may have, and what each stands for.
 *
 * @param <V> what they stand for
 */
public final class Choice<V> {
    private final V[] values;

    /** As they stand in JSON, in quotes. */
    private final byte[][] quoted;

    private Choice(V[] values, byte[][] quoted) {
        this.values = values;
        this.quoted = quoted;
    }

    /**
     * One text for each constant.
     *
     * @param text of ASCII characters that need no escape
     */
    public static <E extends Enum<E>> Choice<E> of(E[] constants, Function<E, String> text) {
        byte[][] quoted = new byte[constants.length][];
        for (int i = 0; i < constants.length; i++) {
            quoted[i] = ('"' + text.apply(constants[i]) + '"').getBytes(US_ASCII);
        }
        return new Choice<>(constants, quoted);
    }

    /** What the text stands for that comes next, which then is behind. */
    V read(FormReader json) throws FormReader.OtherForm {
        for (int i = 0; i < quoted.length; i++) {
            if (json.skip(quoted[i])) {
                return values[i];
            }
        }
        throw FormReader.otherForm();
    }
}
