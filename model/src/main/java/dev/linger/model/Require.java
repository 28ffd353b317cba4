// SPDX-License-Identifier: Apache-2.0
package dev.linger.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checks that compact constructors make. Each throws {@link IllegalArgumentException} with the
 * component's name, the value found and the range allowed, so that a dead letter explains itself.
 */
public final class Require {
    /** The longest DNS name (RFC 1035), used as the limit for host names. */
    public static final int HOST_NAME_MAX_LENGTH = 253;

    /** The longest name of a service, an endpoint, a label or a sysctl. */
    public static final int NAME_MAX_LENGTH = 255;

    private Require() {}

    /** Returns {@code value} unless it is negative. */
    public static long notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + "; it counts from 0");
        }
        return value;
    }

    /** Returns {@code value} unless it is negative, NaN or infinite. */
    public static double notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + "; it counts from 0");
        }
        return value;
    }

    /** Returns {@code value} unless it is blank, too long, or holds a control character. */
    public static String name(String name, String value, int maxLength) {
        if (value.length() > maxLength) {
            throw new IllegalArgumentException(
                    name + " has " + value.length() + " characters; " + maxLength + " are allowed");
        }
        boolean blank = true;
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (Character.isISOControl(character)) {
                throw new IllegalArgumentException(
                        name + " holds the control character U+%04X".formatted((int) character));
            }
            blank = blank && Character.isWhitespace(character);
        }
        if (blank) {
            throw new IllegalArgumentException(name + " is empty");
        }
        return value;
    }

    /** As {@link #name(String, String, int)} with {@link #NAME_MAX_LENGTH}. */
    public static String name(String name, String value) {
        return name(name, value, NAME_MAX_LENGTH);
    }

    /** Returns {@code version} if this program reads it. */
    public static int schemaVersion(int version, int known) {
        if (version != known) {
            throw new UnknownSchemaVersionException(version, known);
        }
        return version;
    }

    /**
     * Returns an unmodifiable copy; a missing list is an empty one only where the caller says so.
     */
    public static <T> List<T> copy(String name, List<T> values) {
        if (values == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return List.copyOf(values);
    }

    /** Returns an unmodifiable copy that keeps the order of {@code values}. */
    public static <K, V> Map<K, V> copy(String name, Map<K, V> values) {
        if (values == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        if (values.size() == 1) {
            Map.Entry<K, V> only = values.entrySet().iterator().next();
            return Collections.singletonMap(only.getKey(), only.getValue());
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns an unmodifiable copy in the order of the constants: the smallest and quickest. */
    public static <K extends Enum<K>, V> Map<K, V> copy(
            String name, Class<K> keys, Map<K, V> values) {
        if (values == null || values.size() < 2) {
            return copy(name, values);
        }
        Map<K, V> copy = new EnumMap<>(keys);
        copy.putAll(values);
        return Collections.unmodifiableMap(copy);
    }

    /** Returns {@code value} unless it is missing. */
    public static <T> T present(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
