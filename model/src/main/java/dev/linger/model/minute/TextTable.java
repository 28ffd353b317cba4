// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts that come often in one compact form: the first time written as 0 and the text, afterwards
 * as the number of the text, counted from 1. One table writes a form, a fresh one reads it.
 */
final class TextTable {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    void write(CompactOutput out, String text) {
        Integer known = numbers.putIfAbsent(text, numbers.size() + 1);
        out.writeInt(known == null ? 0 : known);
        if (known == null) {
            out.writeText(text);
        }
    }

    String read(CompactInput in) {
        int number = in.readInt();
        if (number > 0) {
            return texts.get(number - 1);
        }
        String text = in.readText();
        texts.add(text);
        return text;
    }
}
