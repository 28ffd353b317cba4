// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.settings;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values that an operator gave, checked against the keys that a part knows. Keys that begin
 * with {@value #KAFKA_PREFIX} are handed to the Kafka client under the rest of their name.
 */
public final class Settings {
    /** Begins the keys that are Kafka's own. */
    public static final String KAFKA_PREFIX = "kafka.";

    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Accepts {@code values} if each key is one of {@code known} or Kafka's own.
     *
     * @throws ConfigurationException naming every unknown key
     */
    public static Settings of(Map<String, String> values, List<Setting<?>> known) {
        Map<String, Setting<?>> byKey = new LinkedHashMap<>();
        known.forEach(setting -> byKey.put(setting.key(), setting));
        List<String> unknown =
                values.keySet().stream()
                        .filter(key -> !byKey.containsKey(key) && !key.startsWith(KAFKA_PREFIX))
                        .sorted()
                        .toList();
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(
                    "unknown configuration "
                            + (unknown.size() == 1 ? "key " : "keys ")
                            + String.join(", ", unknown)
                            + "; known are "
                            + String.join(", ", byKey.keySet())
                            + " and "
                            + KAFKA_PREFIX
                            + "* for Kafka's own");
        }
        return new Settings(new TreeMap<>(values));
    }

    /**
     * The value of a setting, or its default.
     *
     * @throws ConfigurationException if the value cannot be read, naming key, value and form
     */
    public <T> T get(Setting<T> setting) {
        String text = values.getOrDefault(setting.key(), setting.defaultText());
        try {
            return setting.parser().apply(text);
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    setting.key() + " is '" + text + "'; write " + setting.form());
        }
    }

    /** The client properties given under {@value #KAFKA_PREFIX}, without that prefix. */
    public Map<String, String> kafka() {
        Map<String, String> properties = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(KAFKA_PREFIX)) {
                properties.put(key.substring(KAFKA_PREFIX.length()), value);
            }
        });
        return Map.copyOf(properties);
    }
}
