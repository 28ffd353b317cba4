// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A record as one line, {@code Connect endpoint=10.0.0.2:9000 count=200 ...}: without a library, so
 * that a workload starts fast. Components are numbers, booleans, enums, texts without blanks, lists
 * of numbers or texts, and records of those, written as {@code outer.inner=}.
 */
final class Line {
    private Line() {}

    static String write(Record record) {
        StringBuilder line = new StringBuilder(record.getClass().getSimpleName());
        append(line, "", record);
        return line.toString();
    }

    /** Reads back a line whose first word names one of the types. */
    static Record read(String line, List<? extends Class<? extends Record>> types) {
        String[] words = line.split(" ");
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
        for (Class<? extends Record> type : types) {
            if (type.getSimpleName().equals(words[0])) {
                return build(type, "", values);
            }
        }
        throw new IllegalArgumentException("not a request or outcome: " + line);
    }

    private static void append(StringBuilder line, String prefix, Record record) {
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                Object value = component.getAccessor().invoke(record);
                String name = prefix + component.getName();
                if (value instanceof Record nested) {
                    append(line, name + ".", nested);
                } else {
                    line.append(' ').append(name).append('=').append(text(value));
                }
            }
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : value.toString();
    }

    private static <T extends Record> T build(
            Class<T> type, String prefix, Map<String, String> values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = prefix + components[i].getName();
            Class<?> wanted = components[i].getType();
            arguments[i] =
                    wanted.isRecord()
                            ? build(wanted.asSubclass(Record.class), name + ".", values)
                            : parse(components[i].getGenericType(), text(values, name));
        }
        try {
            Class<?>[] parameters =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalArgumentException("cannot build " + type.getSimpleName(), failure);
        }
    }

    private static String text(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static Object parse(Type type, String text) {
        if (type instanceof ParameterizedType list) {
            List<Object> elements = new ArrayList<>();
            for (String element : text.isEmpty() ? new String[0] : text.split(",")) {
                elements.add(parse(list.getActualTypeArguments()[0], element));
            }
            return elements;
        }
        if (type instanceof Class<?> wanted && wanted.isEnum()) {
            return Arrays.stream(wanted.getEnumConstants())
                    .filter(constant -> constant.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown: " + text));
        }
        return switch (type.getTypeName()) {
            case "int" -> Integer.valueOf(text);
            case "long", "java.lang.Long" -> Long.valueOf(text);
            case "double" -> Double.valueOf(text);
            case "boolean" -> Boolean.valueOf(text);
            case "java.lang.String" -> text;
            default -> throw new IllegalArgumentException("no text form for " + type);
        };
    }
}
