// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.Cleanup;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads what a record says. One that is not what its topic promises becomes a dead letter; so does
 * a service's minute too old to keep or too far ahead, because each day of it would make
 * partitions, and a kernel snapshot too far ahead, because it would stand for the latest for ever.
 */
public final class RecordReader {
    private static final Map<String, Source<?>> SOURCES =
            Map.of(
                    Topics.SERVICE_MINUTES.name(),
                    new Source<>(Topics.SERVICE_MINUTES, Content.ServiceMinute::new),
                    Topics.KERNEL_SNAPSHOTS.name(),
                    new Source<>(
                            Topics.KERNEL_SNAPSHOTS,
                            snapshot -> new Content.KernelSnapshot(snapshot, true)),
                    Topics.FINDINGS.name(),
                    new Source<>(Topics.FINDINGS, Content.Finding::new),
                    Topics.ADVICE.name(),
                    new Source<>(Topics.ADVICE, Content.Advice::new),
                    Topics.FORECASTS.name(),
                    new Source<>(Topics.FORECASTS, Content.Forecast::new),
                    Topics.DEAD_LETTERS.name(),
                    new Source<>(Topics.DEAD_LETTERS, Content.Refused::new));

    private final Duration oldestMinute;
    private final Duration oldestHostMinute;
    private final Duration clockAhead;
    private final InstantSource clock;

    /**
     * Accepts minutes within {@code [now - oldestMinute, now + clockAhead]}.
     *
     * @param oldestHostMinute how long minutes of hosts are kept
     */
    public RecordReader(
            Duration oldestMinute,
            Duration oldestHostMinute,
            Duration clockAhead,
            InstantSource clock) {
        this.oldestMinute = oldestMinute;
        this.oldestHostMinute = oldestHostMinute;
        this.clockAhead = clockAhead;
        this.clock = clock;
    }

    /** The topics that it can read. */
    public static List<String> topics() {
        return SOURCES.keySet().stream().sorted().toList();
    }

    /** Reads one record of one of {@link #topics}. */
    public Arrival read(ConsumerRecord<byte[], byte[]> raw) {
        Source<?> source = SOURCES.get(raw.topic());
        if (source == null) {
            throw new IllegalArgumentException("no table takes records of " + raw.topic());
        }
        if (raw.value() == null && source.topic().cleanup() instanceof Cleanup.Compact) {
            return new Arrival(raw, new Content.Tombstone());
        }
        try {
            return withinTime(new Arrival(raw, source.decode(raw.value())));
        } catch (MalformedRecordException e) {
            return new Arrival(
                    raw, new Content.Refused(Arrival.deadLetter(raw, e.reason(), e.detail())));
        }
    }

    private Arrival withinTime(Arrival arrival) {
        Instant now = clock.instant();
        if (arrival.content() instanceof Content.KernelSnapshot(KernelSnapshot snapshot, _)) {
            return kernelWithinTime(arrival, snapshot, now);
        }
        if (!(arrival.content() instanceof Content.ServiceMinute(ServiceMinute minute))) {
            return arrival;
        }
        Instant first = now.minus(oldestMinute);
        Instant last = now.plus(clockAhead);
        if (minute.minute().isBefore(first) || minute.minute().isAfter(last)) {
            return arrival.refused(
                    DeadLetter.Reason.TIMESTAMP_OUT_OF_RANGE,
                    "minute is %s; %s to %s are kept".formatted(minute.minute(), first, last));
        }
        return arrival;
    }

    private Arrival kernelWithinTime(Arrival arrival, KernelSnapshot snapshot, Instant now) {
        Instant last = now.plus(clockAhead);
        if (snapshot.observedAt().isAfter(last)) {
            return arrival.refused(
                    DeadLetter.Reason.TIMESTAMP_OUT_OF_RANGE,
                    "observedAt is %s; up to %s is kept".formatted(snapshot.observedAt(), last));
        }
        boolean recent = !snapshot.observedAt().isBefore(now.minus(oldestHostMinute));
        return new Arrival(arrival.raw(), new Content.KernelSnapshot(snapshot, recent));
    }

    /** A topic and what its values become. */
    private record Source<V>(Topic<V> topic, Function<V, Content> content) {
        Content decode(byte[] value) throws MalformedRecordException {
            return content.apply(topic.codec().decode(value));
        }
    }
}
