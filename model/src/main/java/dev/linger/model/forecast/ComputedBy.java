// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.forecast;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which run of the capacity job wrote a forecast. Both compute the same from the same minutes. */
public enum ComputedBy {
    /** The unbounded run. */
    @JsonProperty("stream")
    STREAM("stream"),
    /** A bounded run over a range. */
    @JsonProperty("batch")
    BATCH("batch");

    private final String label;

    ComputedBy(String label) {
        this.label = label;
    }

    /** Lower-case name: the form in JSON and SQL. */
    public String label() {
        return label;
    }
}
