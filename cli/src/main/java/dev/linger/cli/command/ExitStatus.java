// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

/** What a command's exit status says; scripts rely on it. */
public final class ExitStatus {
    /** Did it. */
    public static final int DONE = 0;

    /** Could not: the environment does not allow it. */
    public static final int COULD_NOT = 1;

    /** Wrong options or configuration. */
    public static final int BAD_USAGE = 2;

    private ExitStatus() {}
}
