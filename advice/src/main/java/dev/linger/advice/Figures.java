// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.advice.formula.Formula;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Numbers by name, in the order in which they are told: the evidence of a signal and the expected
 * effect of a proposal. A number's unit is the last word of its name; what is not known is left
 * out.
 */
public final class Figures {
    private final Map<String, Object> byName = new LinkedHashMap<>();

    /** A count. */
    public Figures with(String name, long value) {
        byName.put(name, value);
        return this;
    }

    /** A measure, rounded to three decimals. */
    public Figures with(String name, double value) {
        byName.put(name, Math.round(value * 1000) / 1000.0);
        return this;
    }

    /** A word: an address, a host, a setting. */
    public Figures with(String name, String value) {
        byName.put(name, value);
        return this;
    }

    /** A count, unless it is not known. */
    public Figures with(String name, OptionalLong value) {
        value.ifPresent(known -> with(name, known));
        return this;
    }

    /** A measure, unless it is not known. */
    public Figures with(String name, OptionalDouble value) {
        value.ifPresent(known -> with(name, known));
        return this;
    }

    /** Where the numbers come from; named "formula". */
    public Figures by(Formula... sources) {
        StringBuilder text = new StringBuilder();
        for (Formula source : sources) {
            text.append(text.isEmpty() ? "" : "; ").append(source);
        }
        byName.put("formula", text.toString());
        return this;
    }

    /** All of them. */
    public Map<String, Object> map() {
        return byName;
    }
}
