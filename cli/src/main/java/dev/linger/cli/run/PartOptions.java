// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The options that every part takes, read without a command line library.
 *
 * @param config {@code --config}; null where it is not given
 * @param overrides {@code --set}, in the order given
 * @param healthHost {@code --health-host}
 * @param healthPort {@code --health-port}; null where it is not given
 */
public record PartOptions(
        @Nullable Path config,
        Map<String, String> overrides,
        String healthHost,
        @Nullable Integer healthPort) {
    /** Where health is served unless the operator says otherwise. */
    public static final String DEFAULT_HEALTH_HOST = "127.0.0.1";

    /** Copies the overrides. */
    public PartOptions {
        overrides = Map.copyOf(overrides);
    }

    /**
     * Reads options written as {@code --name value} or {@code --name=value}.
     *
     * @return null where anything else is among them, or a value has a wrong form
     */
    public static @Nullable PartOptions parse(String[] arguments) {
        Path config = null;
        Map<String, String> overrides = new LinkedHashMap<>();
        String healthHost = DEFAULT_HEALTH_HOST;
        Integer healthPort = null;
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            String value;
            int equals = name.indexOf('=');
            if (equals > 0) {
                value = name.substring(equals + 1);
                name = name.substring(0, equals);
            } else if (i + 1 < arguments.length) {
                value = arguments[++i];
            } else {
                return null;
            }
            switch (name) {
                case "--config" -> config = Path.of(value);
                case "--health-host" -> healthHost = value;
                case "--health-port" -> {
                    if (!value.matches("\\d{1,5}")) {
                        return null;
                    }
                    healthPort = Integer.valueOf(value);
                }
                case "--set" -> {
                    int split = value.indexOf('=');
                    if (split < 1) {
                        return null;
                    }
                    overrides.put(value.substring(0, split), value.substring(split + 1));
                }
                default -> {
                    return null;
                }
            }
        }
        return new PartOptions(config, overrides, healthHost, healthPort);
    }

    /** Where to serve health. */
    public InetSocketAddress healthAddress(int defaultPort) {
        Integer port = healthPort;
        return new InetSocketAddress(healthHost, port == null ? defaultPort : port);
    }
}
