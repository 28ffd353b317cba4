// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** What a failed file operation means to a person. */
public final class FileErrors {
    private FileErrors() {}

    /** A few words, without the class names that {@link IOException} tends to carry as messages. */
    public static String describe(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case FileAlreadyExistsException exists -> "not a directory: " + exists.getFile();
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }
}
