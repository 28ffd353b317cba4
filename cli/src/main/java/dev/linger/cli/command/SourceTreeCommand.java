// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.model.part.PartFailedException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/**
 * Stands in the list of commands; the launcher script runs it, because a build cannot replace the
 * program that started it.
 */
abstract class SourceTreeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new PartFailedException(
                "there are no sources here; get the source tree and run ./linger "
                        + spec.name()
                        + " in it",
                null);
    }
}
