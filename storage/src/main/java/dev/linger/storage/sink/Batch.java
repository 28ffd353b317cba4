// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import dev.linger.model.topic.DeadLetter;

import org.apache.kafka.common.TopicPartition;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Arrivals that are written in one transaction, in the order in which they were read, so that each
 * half is a contiguous piece of every partition too.
 *
 * @param arrivals at least one
 */
public record Batch(List<Arrival> arrivals) {
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /** Copies the list. */
    public Batch {
        arrivals = List.copyOf(arrivals);
        if (arrivals.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one arrival");
        }
    }

    /** First offset after this batch for each partition, in the order in which they are locked. */
    public Map<TopicPartition, Long> nextOffsets() {
        Map<TopicPartition, Long> next = new TreeMap<>(ORDER);
        for (Arrival arrival : arrivals) {
            next.merge(arrival.partition(), arrival.raw().offset() + 1, Math::max);
        }
        return next;
    }

    /** Whether it can be split no further. */
    boolean isSingle() {
        return arrivals.size() == 1;
    }

    /** The two halves, the one that was read first before the other. */
    List<Batch> halves() {
        int middle = arrivals.size() / 2;
        return List.of(
                new Batch(arrivals.subList(0, middle)),
                new Batch(arrivals.subList(middle, arrivals.size())));
    }

    /** The single arrival as a dead letter. */
    Batch refused(String detail) {
        return new Batch(
                List.of(
                        arrivals.getFirst()
                                .refused(DeadLetter.Reason.REFUSED_BY_DATABASE, detail)));
    }

    /** What of the contents is of one kind. */
    <C extends Content, V> List<V> only(Class<C> kind, Function<C, V> value) {
        return arrivals.stream()
                .map(Arrival::content)
                .flatMap(it -> kind.isInstance(it) ? Stream.of(kind.cast(it)) : Stream.empty())
                .map(value)
                .toList();
    }
}
