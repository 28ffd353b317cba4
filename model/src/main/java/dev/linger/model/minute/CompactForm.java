// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

/** The version in front of every internal form. */
final class CompactForm {
    private CompactForm() {}

    /** Refuses a form that is neither the newest nor the one before it. */
    static void require(String what, int found, int known) {
        if (found != known && found != known - 1) {
            throw new IllegalStateException(
                    "the stored %s has form %d, this program reads %d; reset the application's state"
                            .formatted(what, found, known));
        }
    }
}
