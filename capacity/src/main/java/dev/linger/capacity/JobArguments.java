// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import dev.linger.capacity.read.MinuteRange;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was given to {@link CapacityJob#main}.
 *
 * @param config the configuration
 * @param range the range of a batch run; absent for the stream
 */
record JobArguments(CapacityConfig config, @Nullable MinuteRange range) {
    private static final Setting<String> FROM =
            Setting.text("from", "", "Start of the range of a batch run.");
    private static final Setting<String> TO =
            Setting.text("to", "", "End of the range of a batch run, exclusive.");

    /**
     * Reads {@code key=value} arguments.
     *
     * @throws ConfigurationException naming what is unknown, missing or cannot be read
     */
    static JobArguments parse(String... args) {
        Map<String, String> values = new HashMap<>();
        for (String arg : args) {
            int separator = arg.indexOf('=');
            if (separator < 1) {
                throw new ConfigurationException("'" + arg + "' is no setting; write key=value");
            }
            values.put(arg.substring(0, separator), arg.substring(separator + 1));
        }
        List<Setting<?>> known = new ArrayList<>(CapacityConfig.SETTINGS);
        known.add(FROM);
        known.add(TO);
        Settings settings = Settings.of(values, known);
        return new JobArguments(
                CapacityConfig.from(settings), range(settings.get(FROM), settings.get(TO)));
    }

    private static @Nullable MinuteRange range(String from, String to) {
        if (from.isEmpty() && to.isEmpty()) {
            return null;
        }
        if (from.isEmpty() || to.isEmpty()) {
            throw new ConfigurationException(
                    (from.isEmpty() ? "from" : "to")
                            + " is missing; a batch run takes both from= and to=");
        }
        try {
            return new MinuteRange(Instant.parse(from), Instant.parse(to));
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    "from is '"
                            + from
                            + "', to is '"
                            + to
                            + "'; write two instants such as 2026-01-31T00:00:00Z, from before to");
        }
    }
}
