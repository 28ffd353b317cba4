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
     * @throws ConfigurationException if the file cannot be read, or a secret stands among the
     *     overrides
     */
    public static GivenSettings read(@Nullable Path file, Map<String, String> overrides) {
        Secrets.refuse(overrides);
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
     * Refuses a key that none of several parts knows, or that {@code fixed} does not leave open.
     *
     * @throws ConfigurationException naming every such key
     */
    public void check(List<Setting<?>> known, Set<String> fixed) {
        Settings.of(values, known);
        List<String> taken = values.keySet().stream().filter(fixed::contains).toList();
        if (!taken.isEmpty()) {
            throw new ConfigurationException(
                    String.join(", ", taken)
                            + " cannot be set here, because this command chooses it; leave it out,"
                            + " or run the parts one by one");
        }
    }

    /**
     * The settings of one part among several.
     *
     * @param known the part's keys; other keys are left to the other parts
     * @param preferred values that stand unless the operator set others
     * @param fixed values that stand whatever the operator set
     */
    public Settings share(
            List<Setting<?>> known, Map<String, String> preferred, Map<String, String> fixed) {
        Set<String> keys = known.stream().map(Setting::key).collect(Collectors.toSet());
        Map<String, String> share = new TreeMap<>(preferred);
        values.forEach((key, value) -> {
            if (keys.contains(key) || key.startsWith(Settings.KAFKA_PREFIX)) {
                share.put(key, value);
            }
        });
        share.putAll(fixed);
        return Settings.of(share, known);
    }
}
