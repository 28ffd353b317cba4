// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.KernelSnapshot.Use;
import dev.linger.storage.copy.Column;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Columns whose numbers a kernel snapshot holds. */
final class KernelColumns {
    private KernelColumns() {}

    /** Counters of all namespaces together; null where none tells them. */
    static Column<KernelSnapshot> ofAll(String column, String... names) {
        return Column.bigintOrNull(
                column,
                row -> {
                    List<Long> told =
                            row.namespaces().stream()
                                    .flatMap(kernel -> Stream.of(names).map(kernel.counters()::get))
                                    .filter(Objects::nonNull)
                                    .toList();
                    return told.isEmpty() ? null : told.stream().mapToLong(Long::longValue).sum();
                });
    }

    /** A counter of the host's own namespace, which comes first. */
    static Column<KernelSnapshot> ofFirst(String column, String name) {
        return Column.bigintOrNull(
                column,
                row ->
                        row.namespaces().isEmpty()
                                ? null
                                : row.namespaces().getFirst().counters().get(name));
    }

    /** How much of something is used, or its limit; null where the host does not tell. */
    static Column<KernelSnapshot> use(
            String name, Function<KernelSnapshot, @Nullable Use> use, ToLongFunction<Use> number) {
        return Column.bigintOrNull(
                name,
                row -> {
                    Use found = use.apply(row);
                    return found == null ? null : number.applyAsLong(found);
                });
    }
}
