// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli;

import dev.linger.cli.command.LingerCommand;

/** Runs one command and ends with its exit status. */
public final class Main {
    private Main() {}

    /** Takes the command line as typed. */
    public static void main(String[] args) {
        System.exit(LingerCommand.commandLine().execute(args));
    }
}
