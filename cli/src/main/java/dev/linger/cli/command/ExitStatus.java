// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

/** What a command's exit status says; scripts rely on it. */
final class ExitStatus {
    /** Did it. */
    static final int DONE = 0;

    /** Could not: the environment does not allow it. */
    static final int COULD_NOT = 1;

    /** Wrong options or configuration. */
    static final int BAD_USAGE = 2;

    private ExitStatus() {}
}
