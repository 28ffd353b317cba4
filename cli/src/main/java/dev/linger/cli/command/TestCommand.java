// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import picocli.CommandLine.Command;

/** {@code linger test}. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Run every test of a source tree.",
            "Ends with a line 'N passed, N failed, N skipped'; exit status 1 if one failed."
        },
        footer = {"", "Example:", "  ./linger test"})
final class TestCommand extends SourceTreeCommand {}
