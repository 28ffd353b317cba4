// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import dev.linger.cli.run.GivenSettings;

import java.nio.file.Path;

/**
 * What the operator asked for.
 *
 * @param dataDirectory where everything is kept
 * @param httpPort the dashboard's port; 0 for a free one
 * @param kafkaPort the broker's port; 0 for a free one
 * @param postgresPort the database's port; 0 for a free one
 * @param settings configuration of the parts
 */
public record UpOptions(
        Path dataDirectory,
        int httpPort,
        int kafkaPort,
        int postgresPort,
        GivenSettings settings) {}
