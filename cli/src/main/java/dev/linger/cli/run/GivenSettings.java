// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the operator set: the properties of a file, overridden by single values of the command line.
 */
public final class GivenSettings {
    private final Map<String, String> values;

    private GivenSettings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads the file, if there is one, and lets {@code overrides} win.
     *
     * @throws ConfigurationException if the file cannot be read
     */
    public static GivenSettings read(@Nullable Path file, Map<String, String> overrides) {
        Map<String, String> values = new TreeMap<>();
        if (file != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new ConfigurationException(
                        "cannot read configuration file "
                                + file
                                + " ("
                                + e
                                + "); give a readable properties file with --config");
            }
            properties.stringPropertyNames().stream()
                    .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        }
        values.putAll(overrides);
        return new GivenSettings(values);
    }

    /**
     * The settings of one part that runs alone; any other key is refused by name.
     *
     * @throws ConfigurationException naming every unknown key
     */
    public Settings only(List<Setting<?>> known) {
        return Settings.of(values, known);
    }

    /**
     * The settings of one part among several, under {@code fixed} values that the operator cannot
     * choose.
     *
     * @throws ConfigurationException if the operator set one of the fixed keys
     */
    public Settings share(List<Setting<?>> known, Map<String, String> fixed) {
        Set<String> keys = known.stream().map(Setting::key).collect(Collectors.toSet());
        Map<String, String> share = new TreeMap<>();
        values.forEach((key, value) -> {
            if (fixed.containsKey(key)) {
                throw new ConfigurationException(
                        key
                                + " is chosen by 'up' itself; leave it out, or run the parts one by one");
            }
            if (keys.contains(key) || key.startsWith(Settings.KAFKA_PREFIX)) {
                share.put(key, value);
            }
        });
        share.putAll(fixed);
        return Settings.of(share, known);
    }
}
