// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * A map for a few entries, of which there are hundreds of thousands: keys and values by turns in
 * one array, which is searched from its start. Beyond {@link #FEW} entries it is a hash map.
 */
final class SmallMap<K, V> {
    /** Entries that are searched one by one. */
    static final int FEW = 16;

    private static final Object[] NOTHING = {};
    private static final int FIRST_ENTRIES = 3;

    private @Nullable Object[] entries = NOTHING;
    private int size;
    private @Nullable Map<K, V> many;

    /** The value of a key; null if there is none. */
    @Nullable V get(K key) {
        if (many != null) {
            return many.get(key);
        }
        for (int i = 0; i < size; i++) {
            if (key.equals(entries[2 * i])) {
                return value(i);
            }
        }
        return null;
    }

    /** Adds a key that is not there. */
    void add(K key, V value) {
        if (many == null && size == FEW) {
            Map<K, V> all = new HashMap<>(4 * FEW);
            forEach(all::put);
            many = all;
            entries = NOTHING;
        }
        if (many == null) {
            if (2 * size == entries.length) {
                entries = Arrays.copyOf(entries, Math.max(2 * FIRST_ENTRIES, 4 * size));
            }
            entries[2 * size] = key;
            entries[2 * size + 1] = value;
        } else {
            many.put(key, value);
        }
        size++;
    }

    int size() {
        return size;
    }

    /** Calls {@code action} for every entry, in no certain order; it must not change the map. */
    void forEach(BiConsumer<? super K, ? super V> action) {
        if (many != null) {
            many.forEach(action);
            return;
        }
        for (int i = 0; i < size; i++) {
            action.accept(key(i), value(i));
        }
    }

    /** Removes the entries of which {@code unwanted} is true. */
    void removeIf(BiPredicate<? super K, ? super V> unwanted) {
        SmallMap<K, V> kept = new SmallMap<>();
        forEach((key, value) -> {
            if (!unwanted.test(key, value)) {
                kept.add(key, value);
            }
        });
        entries = kept.entries;
        size = kept.size;
        many = kept.many;
    }

    @SuppressWarnings("unchecked") // only add() writes
    private K key(int index) {
        return (K) entries[2 * index];
    }

    @SuppressWarnings("unchecked") // only add() writes
    private V value(int index) {
        return (V) entries[2 * index + 1];
    }
}
