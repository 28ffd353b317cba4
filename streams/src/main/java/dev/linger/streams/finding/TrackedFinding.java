// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.finding;

import dev.linger.model.finding.Finding;

import org.jspecify.annotations.Nullable;

/**
 * A signal that is on its way to be a finding, or a finding on its way to be resolved.
 *
 * @param latest as of the latest evidence
 * @param published as last published; absent while it is not open yet
 * @param seen complete minutes in a row that showed it
 * @param quiet complete minutes in a row, the latest included, that did not
 */
public record TrackedFinding(Finding latest, @Nullable Finding published, int seen, int quiet) {

    boolean isOpen() {
        return published != null;
    }
}
