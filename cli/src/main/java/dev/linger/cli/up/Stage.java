// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

/**
 * What {@code linger up} starts, and the turn in which it stops: what writes before what it writes
 * to. Those of one turn stop at the same time.
 */
enum Stage {
    COLLECTOR("collector", 0),
    STREAMS("streams", 1),
    CAPACITY("capacity", 1),
    SINK("sink", 2),
    DASHBOARD("dashboard", 2),
    CONNECTIONS("connections", 3),
    BROKER("kafka", 4),
    DATABASE("postgresql", 4);

    private final String label;
    private final int stopTurn;

    Stage(String label, int stopTurn) {
        this.label = label;
        this.stopTurn = stopTurn;
    }

    String label() {
        return label;
    }

    int stopTurn() {
        return stopTurn;
    }
}
