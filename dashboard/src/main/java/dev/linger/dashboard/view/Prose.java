// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of an advice, cut into words to read and commands to copy. A command is what stands
 * between backticks, or a call of sysctl, ss or nstat in the forms that advice is written in.
 *
 * @param parts the text from left to right
 */
public record Prose(List<Part> parts) {
    private static final Pattern COMMAND =
            Pattern.compile(
                    "`([^`]+)`"
                            + "|(sysctl -w [a-z0-9_.]+=(?:\"[^\"]*\"|[^\\s;,]+)"
                            + "|sysctl (?:-n )?[a-z]+\\.[a-z0-9_.]+[a-z0-9]"
                            + "|ss -H[a-z]+ (?:'[^']*'|state [a-z-]+(?: (?:dst|src)"
                            + " [0-9a-fA-F.:\\[\\]]*\\d)?)(?: \\| wc -l)?"
                            + "|nstat -az(?: [A-Z][A-Za-z0-9]+)+)");

    /**
     * A piece of the text.
     *
     * @param text its words, or the command
     * @param command whether it is a command
     */
    public record Part(String text, boolean command) {}

    /** Copies the parts. */
    public Prose {
        parts = List.copyOf(parts);
    }

    /** Cuts a text; its first letter becomes a capital unless it begins with a command. */
    public static Prose of(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = COMMAND.matcher(text);
        int end = 0;
        while (matcher.find()) {
            words(parts, text.substring(end, matcher.start()));
            String quoted = matcher.group(1);
            parts.add(new Part(quoted == null ? matcher.group(2) : quoted, true));
            end = matcher.end();
        }
        words(parts, text.substring(end));
        return new Prose(parts);
    }

    private static void words(List<Part> parts, String text) {
        if (text.isEmpty()) {
            return;
        }
        boolean first = parts.isEmpty();
        int length = first ? Character.charCount(text.codePointAt(0)) : 0;
        String capital =
                first
                        ? new StringBuilder()
                                .appendCodePoint(Character.toUpperCase(text.codePointAt(0)))
                                .toString()
                        : "";
        parts.add(new Part(capital + text.substring(length), false));
    }
}
