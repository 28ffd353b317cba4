// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import picocli.CommandLine.Command;

/** {@code linger package}. */
@Command(
        name = "package",
        mixinStandardHelpOptions = true,
        description = {
            "Build the collector's Debian package in a source tree.",
            "Takes some minutes; prints where the package is."
        },
        footer = {
            "",
            "Example:",
            "  ./linger package",
            "  dpkg -i packaging/target/linger-collector_amd64.deb"
        })
final class PackageCommand extends SourceTreeCommand {}
