// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.part;

import dev.linger.model.Require;

import java.util.List;
import java.util.Map;

/**
 * A metric of a part with its samples, in the terms of Prometheus.
 *
 * @param name letters, digits and underscores; the unit is its last word, before {@code _total}
 * @param kind how a monitoring system may add it up
 * @param help one sentence
 * @param samples in the order in which they are shown; none where nothing was collected
 */
public record MetricFamily(String name, Kind kind, String help, List<Sample> samples) {
    private static final String NAME = "[a-zA-Z_][a-zA-Z0-9_]*";

    /** Refuses names that Prometheus would refuse. */
    public MetricFamily {
        requireName(name);
        Require.present("metric " + name, kind);
        Require.present("metric " + name, help);
        samples = Require.copy("metric " + name, samples);
    }

    /** A family of one sample without labels. */
    public static MetricFamily of(String name, Kind kind, String help, double value) {
        return new MetricFamily(name, kind, help, List.of(new Sample(Map.of(), value)));
    }

    /** What Prometheus calls the type. */
    public enum Kind {
        /** Only grows, while its process or kernel runs. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** As node_exporter declares what it takes from /proc unseen. */
        UNTYPED
    }

    /**
     * One value.
     *
     * @param labels by name
     * @param value in the unit of the family's name
     */
    public record Sample(Map<String, String> labels, double value) {
        /** Refuses names of labels that Prometheus would refuse. */
        public Sample {
            labels = Require.copy("labels", labels);
            labels.keySet().forEach(MetricFamily::requireName);
        }
    }

    private static void requireName(String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("'" + name + "' is no name of a metric or label");
        }
    }
}
