// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.run.GivenSettings;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The options by which every command takes configuration. */
final class SettingsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Java properties file with configuration keys (docs/configuration.md).")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One configuration key; wins over the file. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    GivenSettings read() {
        return GivenSettings.read(file, overrides);
    }
}
