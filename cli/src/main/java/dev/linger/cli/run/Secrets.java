// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import dev.linger.model.settings.ConfigurationException;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps secrets off the command line, which every user of the host can read while the process runs,
 * and which shells and audit logs keep.
 */
final class Secrets {
    /** Keys whose value is a secret, wherever one of these stands in them. */
    private static final List<String> MARKS =
            List.of(
                    "password",
                    "secret",
                    "sasl.jaas.config",
                    "ssl.keystore.key",
                    "user.info",
                    "credential");

    /** Keys that only say where a secret is, by how they end. */
    private static final List<String> PLACES =
            List.of("-file", ".file", ".location", ".class", ".url");

    /** Begins a value that Kafka's configuration providers replace. */
    private static final String REFERENCE = "${";

    private Secrets() {}

    /**
     * Refuses secrets among single values of the command line.
     *
     * @throws ConfigurationException naming the keys, never the values
     */
    static void refuse(Map<String, String> overrides) {
        Collection<String> refused =
                overrides.entrySet().stream()
                        .filter(given -> isSecret(given.getKey()))
                        .filter(given -> !given.getValue().startsWith(REFERENCE))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        if (!refused.isEmpty()) {
            throw new ConfigurationException(
                    String.join(", ", refused)
                            + " must not stand on the command line, where every user of this host"
                            + " can read it; put it into the file given with --config, readable by"
                            + " its owner alone, or name a file or a variable of the environment:"
                            + " storage.password-file, or for Kafka"
                            + " kafka.config.providers=env with ${env:NAME}");
        }
    }

    private static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return MARKS.stream().anyMatch(lower::contains)
                && PLACES.stream().noneMatch(lower::endsWith);
    }
}
