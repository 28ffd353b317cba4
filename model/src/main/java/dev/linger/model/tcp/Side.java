// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which end of a connection this host is. */
public enum Side {
    /** This host connected; its local port is ephemeral, and ports are what can run out. */
    @JsonProperty("client")
    CLIENT("client"),
    /** This host's local port listens, or listened when the connection was accepted. */
    @JsonProperty("server")
    SERVER("server");

    private final String label;

    Side(String label) {
        this.label = label;
    }

    /** {@code client} or {@code server}: the form in JSON, SQL and on pages. */
    public String label() {
        return label;
    }

    /**
     * The side with this label.
     *
     * @throws IllegalArgumentException for anything but {@code client} and {@code server}
     */
    public static Side ofLabel(String label) {
        for (Side side : values()) {
            if (side.label.equals(label)) {
                return side;
            }
        }
        throw new IllegalArgumentException("side is '" + label + "'; it is client or server");
    }
}
