// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.finding;

import dev.linger.model.finding.Advice;
import dev.linger.model.finding.Finding;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A step in a finding's life that is worth telling.
 *
 * @param finding the finding as it is now
 * @param advice against it; absent where it is resolved or nothing is proposed
 */
public record FindingChange(Finding finding, @Nullable Advice advice) {
    /** The advice, if there is one. */
    public List<Advice> advices() {
        return advice == null ? List.of() : List.of(advice);
    }
}
