// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.Require;

/**
 * What a rule means, for docs/rules.md and for pages; all texts are sentences without a number of
 * this moment.
 *
 * @param meaning what it means that the rule speaks up
 * @param signal what is looked at
 * @param threshold from where on it counts, with the keys that change it
 * @param silence when it deliberately says nothing
 * @param experiments what was run on a real kernel to establish it, with the figures
 * @param scenarios names of the lab scenarios that prove it, {@code S1 S2}; empty where there is
 *     none
 */
public record RuleDoc(
        String meaning,
        String signal,
        String threshold,
        String silence,
        String experiments,
        String scenarios) {
    /** Refuses missing texts. */
    public RuleDoc {
        Require.present("meaning", meaning);
        Require.present("signal", signal);
        Require.present("threshold", threshold);
        Require.present("silence", silence);
        Require.present("experiments", experiments);
        Require.present("scenarios", scenarios);
    }
}
