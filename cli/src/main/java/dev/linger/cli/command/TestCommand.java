// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.model.part.PartFailedException;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/**
 * {@code linger test}: stands in the list of commands; the launcher script runs it, because a build
 * cannot replace the program that started it.
 */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Run every test of a source tree.",
            "Ends with a line 'N passed, N failed, N skipped'; exit status 1 if one failed."
        },
        footer = {"", "Example:", "  ./linger test"})
final class TestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new PartFailedException(
                "there are no sources here; get the source tree and run ./linger test in it", null);
    }
}
