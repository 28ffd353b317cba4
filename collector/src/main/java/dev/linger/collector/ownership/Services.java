// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import dev.linger.model.Require;
import dev.linger.model.snapshot.SocketGroup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for names of services, so that tables of sockets hold an int. A number stays valid while
 * the collector runs. At most {@value #CAPACITY} names; what comes later is {@code unknown}.
 */
public final class Services {
    /** The number of {@link SocketGroup#UNKNOWN_SERVICE}. */
    public static final int UNKNOWN = 0;

    /** Numbers are smaller than this. */
    public static final int CAPACITY = (1 << 16) - 1;

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    private final NamingRules rules;

    /** Knows nothing but {@code unknown}; renames by {@code rules}. */
    public Services(NamingRules rules) {
        this.rules = rules;
        names.add(SocketGroup.UNKNOWN_SERVICE);
        numbers.put(SocketGroup.UNKNOWN_SERVICE, UNKNOWN);
    }

    /** The number of a name, new or known. Control characters become '?', long names are cut. */
    public int numberOf(String name) {
        String clean = clean(rules.apply(name));
        Integer known = numbers.get(clean);
        if (known != null) {
            return known;
        }
        if (names.size() == CAPACITY) {
            return UNKNOWN;
        }
        names.add(clean);
        numbers.put(clean, names.size() - 1);
        return names.size() - 1;
    }

    /** The name of a number that {@link #numberOf} gave. */
    public String nameOf(int number) {
        return names.get(number);
    }

    private static String clean(String name) {
        String shown = name.replaceAll("\\p{Cntrl}", "?").strip();
        if (shown.isEmpty()) {
            return SocketGroup.UNKNOWN_SERVICE;
        }
        return shown.length() <= Require.NAME_MAX_LENGTH
                ? shown
                : shown.substring(0, Require.NAME_MAX_LENGTH);
    }
}
