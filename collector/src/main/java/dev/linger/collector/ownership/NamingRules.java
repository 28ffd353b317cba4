// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The operator's names for services: {@code php-fpm.* -> php; (.*)@.* -> $1}. The first pattern
 * that matches a whole name replaces it.
 *
 * @param rules in the order in which they are tried
 */
public record NamingRules(List<Rule> rules) {
    /** Names stay as they were found. */
    public static final NamingRules NONE = new NamingRules(List.of());

    private static final String ARROW = "->";

    /** Copies the rules. */
    public NamingRules {
        rules = List.copyOf(rules);
    }

    /**
     * One rule.
     *
     * @param pattern matches the whole name
     * @param name what it becomes, with $1 for the first group
     */
    public record Rule(Pattern pattern, String name) {}

    /**
     * Reads rules, separated by semicolons.
     *
     * @throws IllegalArgumentException if one has no arrow, no name, or is no regular expression
     */
    public static NamingRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String rule : text.split(";")) {
            if (rule.isBlank()) {
                continue;
            }
            int arrow = rule.lastIndexOf(ARROW);
            String name = arrow < 0 ? "" : rule.substring(arrow + ARROW.length()).strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException(rule);
            }
            rules.add(new Rule(Pattern.compile(rule.substring(0, arrow).strip()), name));
        }
        return new NamingRules(rules);
    }

    /** The name that a service goes by. */
    public String apply(String found) {
        for (Rule rule : rules) {
            if (rule.pattern.matcher(found).matches()) {
                return rule.pattern.matcher(found).replaceFirst(rule.name);
            }
        }
        return found;
    }
}
