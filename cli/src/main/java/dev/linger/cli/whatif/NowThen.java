// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.whatif;

import org.jspecify.annotations.Nullable;

/**
 * The value of an option: {@code THEN}, or {@code NOW:THEN} where the present is to be stated, too.
 *
 * @param now the present value; absent leaves it to the service, or to the kernel's default
 * @param then the value after the change
 */
public record NowThen(@Nullable String now, String then) {
    /** Reads both forms. */
    public static NowThen parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new NowThen(null, text)
                : new NowThen(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The same value before and after, for what is a fact and not a change. */
    NowThen steady() {
        return new NowThen(now == null ? then : now, then);
    }
}
