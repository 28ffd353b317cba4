// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.finding;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The life of a finding.
 *
 * <pre>
 *   signal seen in enough minutes          signal gone for enough minutes
 *        ----> OPEN ----> ONGOING ----------------> RESOLVED
 *                                                      | seen again: a new OPEN with the same id
 * </pre>
 */
public enum FindingStatus {
    /** Published for the first time. */
    @JsonProperty("open")
    OPEN("open"),
    /** Still there; evidence or severity may have changed. */
    @JsonProperty("ongoing")
    ONGOING("ongoing"),
    /** Gone. */
    @JsonProperty("resolved")
    RESOLVED("resolved");

    private final String label;

    FindingStatus(String label) {
        this.label = label;
    }

    /** Lower-case name: the form in JSON, SQL and on pages. */
    public String label() {
        return label;
    }
}
