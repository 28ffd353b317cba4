// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import dev.linger.cli.run.StopSignal;
import dev.linger.model.part.Health;
import dev.linger.model.part.Part;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says on the console when a part has been unhealthy for a while, and when it is well again. */
final class HealthWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Looks in a row that must agree: parts restart their connections within a few seconds. */
    private static final int PATIENCE = 5;

    private final List<Part> parts;
    private final Console console;
    private final Map<String, Integer> unhealthyLooks = new HashMap<>();

    HealthWatch(List<Part> parts, Console console) {
        this.parts = parts;
        this.console = console;
    }

    /** Looks until the signal. */
    void until(StopSignal signal) throws InterruptedException {
        while (!signal.await(INTERVAL)) {
            parts.forEach(this::look);
        }
    }

    private void look(Part part) {
        Health health = part.health();
        if (health.healthy()) {
            Integer looks = unhealthyLooks.remove(part.name());
            if (looks != null && looks >= PATIENCE) {
                console.line(part.name() + " works again: " + health.summary());
            }
        } else if (unhealthyLooks.merge(part.name(), 1, Integer::sum) == PATIENCE) {
            console.line(part.name() + " does not work: " + health.summary());
        }
    }
}
