// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.finding;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How bad a finding is, mildest first. */
public enum Severity {
    /** Worth knowing; nothing to do. */
    @JsonProperty("info")
    INFO("info"),
    /** Will hurt if it goes on. */
    @JsonProperty("warn")
    WARN("warn"),
    /** Hurts now. */
    @JsonProperty("high")
    HIGH("high"),
    /** Connections fail, or are about to. */
    @JsonProperty("critical")
    CRITICAL("critical");

    private final String label;

    Severity(String label) {
        this.label = label;
    }

    /** Lower-case name: the form in JSON, SQL and on pages. */
    public String label() {
        return label;
    }
}
