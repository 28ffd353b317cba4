// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.finding;

import dev.linger.model.Require;

import java.util.Map;

/**
 * One proposed change.
 *
 * @param kind where it is made
 * @param action what to change, exactly enough to do it
 * @param expected the effect in numbers by name, each name ending in its unit
 * @param risk what can go wrong
 * @param verify a command or query that shows whether it worked
 * @param undo how to take it back
 */
public record Proposal(
        AdviceKind kind,
        String action,
        Map<String, Object> expected,
        String risk,
        String verify,
        String undo) {
    /** Refuses missing parts. */
    public Proposal {
        Require.present("kind", kind);
        Require.present("action", action);
        expected = Require.copy("expected", expected);
        Require.present("risk", risk);
        Require.present("verify", verify);
        Require.present("undo", undo);
    }
}
