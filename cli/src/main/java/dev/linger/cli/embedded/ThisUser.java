// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user whom this process runs as. */
public final class ThisUser {
    private ThisUser() {}

    /** Whether the effective user id is 0, also under another name. */
    public static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            return false;
        }
    }
}
