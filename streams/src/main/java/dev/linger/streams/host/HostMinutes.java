// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;
import dev.linger.streams.RawRecord;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.StreamsCounters;
import dev.linger.streams.StreamsCounters.Counter;
import dev.linger.streams.merge.SourceReport.Progress;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Adds up the snapshots of one partition's hosts, minute by minute of event time.
 *
 * <p>A snapshot belongs to the minute {@code [m, m + 60 s)} that contains its event time. The
 * partition closes a minute with the first snapshot at or after {@code m + 60 s + grace}, of
 * whichever host: it then forwards one partial for each service and, after them, its progress.
 * Snapshots that come for a closed minute are dead letters; those that come twice are counted.
 * While a minute runs, what changed of it is forwarded in every live interval.
 *
 * <p>Where nothing comes in for a while, the minutes that are over by the wall clock are closed
 * too, and the partition says that it is idle. A replay does so at its end and never before, so
 * that its results do not depend on the wall clock.
 *
 * <p>Open minutes are on the heap alone. Their snapshots stay in the topic for a day: after a
 * restart those from the first of an open minute on are read again, up to the offset that was
 * committed, which gives the same state. A log of that state would be larger than the snapshots.
 */
public final class HostMinutes extends ContextualProcessor<byte[], byte[], String, HostOutput> {
    private static final Duration IDLE_CHECK = Duration.ofSeconds(1);

    private final StreamsConfig config;
    private final HostStores names;
    private final int sources;
    private final SnapshotLog log;
    private final StreamsCounters counters;
    private OpenMinutes open;
    private HostLabels labels;
    private HostWatch watch;
    private SourcePosition position;
    private KeyValueStore<Long, Long> moved;
    private long heardFrom = -1;
    private int source;
    private long end;
    private long latestRecordWallMillis;
    private boolean saidIdle;
    private Instant silenceJudged = Instant.EPOCH;

    /**
     * Works on the stores of these names.
     *
     * @param sources partitions of the snapshots' topic
     * @param log that topic, where the snapshots of open minutes are read again after a restart
     */
    @SuppressWarnings("NullAway.Init") // set by init
    public HostMinutes(
            StreamsConfig config,
            HostStores names,
            int sources,
            SnapshotLog log,
            StreamsCounters counters) {
        this.config = config;
        this.names = names;
        this.sources = sources;
        this.log = log;
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<String, HostOutput> context) {
        super.init(context);
        source = context.taskId().partition();
        end = log.end(source);
        KeyValueStore<String, HostKernel> kernels = context.getStateStore(names.kernels());
        labels = new HostLabels(context.getStateStore(names.labels()));
        watch =
                new HostWatch(
                        context.getStateStore(names.presence()),
                        config.resolveAfterMinutes(),
                        config.thresholds(),
                        host -> {
                            labels.forget(host);
                            kernels.delete(host);
                        });
        position = new SourcePosition(context.getStateStore(names.position()));
        moved = context.getStateStore(names.moved());
        open = new OpenMinutes(context, kernels, position, watch, labels, sources, config);
        readAgain();
        latestRecordWallMillis = context.currentSystemTimeMs();
        context.schedule(IDLE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::checkIdle);
        if (config.liveInterval().isPositive()) {
            context.schedule(
                    config.viewInterval(),
                    PunctuationType.WALL_CLOCK_TIME,
                    now -> open.forwardRunning());
        }
    }

    @Override
    public void process(Record<byte[], byte[]> kafkaRecord) {
        RawRecord raw = new RawRecord(context().recordMetadata().orElseThrow(), kafkaRecord);
        if (raw.offset() >= end) {
            return;
        }
        counters.count(Counter.SNAPSHOTS_READ);
        counters.readSnapshotOf(kafkaRecord.timestamp());
        if (heardFrom < 0) {
            heardFrom = raw.offset();
        }
        try {
            SocketSnapshot snapshot = decode(raw);
            Instant time = watch.heard(snapshot, raw.timestamp(), raw.offset());
            labels.heard(snapshot);
            wakeUp();
            closeBefore(earlier(time, raw.timestamp()), raw.offset());
            Instant minute = HostMinute.minuteOf(time);
            if (!minute.equals(HostMinute.minuteOf(snapshot.observedAt()))) {
                moved.put(raw.offset(), minute.getEpochSecond());
            }
            add(snapshot, minute, raw.offset());
        } catch (MalformedRecordException fault) {
            counters.countDeadLetter(fault.reason());
            DeadLetter letter = raw.refuse(fault);
            context()
                    .forward(
                            new Record<>(
                                    letter.key(),
                                    new HostOutput.Refused(letter),
                                    kafkaRecord.timestamp()));
        }
        position.read(raw.offset(), open.firstOffset(heardFrom));
    }

    private static SocketSnapshot decode(RawRecord raw) throws MalformedRecordException {
        SocketSnapshot snapshot = raw.decode(Topics.SOCKET_SNAPSHOTS.codec());
        raw.check(snapshot.host(), snapshot.observedAt());
        return snapshot;
    }

    /** Makes the open minutes anew, of the same snapshots in the same order. */
    private void readAgain() {
        heardFrom = position.readAgainFrom();
        if (heardFrom >= 0 && heardFrom < position.nextOffset()) {
            log.read(source, heardFrom, position.nextOffset(), this::readAgain);
        }
    }

    private void readAgain(ConsumerRecord<byte[], byte[]> again) {
        RawRecord raw = new RawRecord(again);
        try {
            SocketSnapshot snapshot = decode(raw);
            watch.heardAgain(snapshot, raw.timestamp(), raw.offset());
            Long movedTo = moved.get(raw.offset());
            Instant minute =
                    movedTo == null
                            ? HostMinute.minuteOf(snapshot.observedAt())
                            : Instant.ofEpochSecond(movedTo);
            if (!open.isClosed(minute)) {
                open.add(snapshot, minute, raw.offset());
            }
        } catch (MalformedRecordException _) {
            // Refused before the restart; its letter was committed with the offset.
        }
    }

    /** A host whose clock is ahead must not close the minute for those whose clock is right. */
    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void add(SocketSnapshot snapshot, Instant minute, long offset)
            throws MalformedRecordException {
        if (open.isClosed(minute)) {
            throw new MalformedRecordException(
                    DeadLetter.Reason.TOO_LATE,
                    "the snapshot belongs to the minute %s; every minute up to %s is closed"
                            .formatted(minute, position.closedThrough()));
        }
        if (!open.add(snapshot, minute, offset)) {
            counters.count(Counter.DUPLICATES);
        }
    }

    private void closeBefore(Instant time, long offset) {
        Instant closable = latestOver(time);
        if (!open.isClosed(closable)) {
            closeThrough(closable, offset + 1);
        }
    }

    /** The latest minute that is over, and its grace too. */
    private Instant latestOver(Instant now) {
        return HostMinute.minuteOf(now.minus(config.grace()).minus(Duration.ofMinutes(1)));
    }

    /** The verdicts on a closed minute save everything heard so far. */
    private void closeThrough(Instant minute, long nextOffset) {
        if (open.closeThrough(minute)) {
            heardFrom = nextOffset;
        }
        forgetMoved();
    }

    private void forgetMoved() {
        long needed = open.firstOffset(heardFrom);
        List<Long> old = new ArrayList<>();
        try (KeyValueIterator<Long, Long> all = moved.all()) {
            all.forEachRemaining(entry -> old.add(entry.key));
        }
        old.removeIf(offset -> offset >= needed);
        old.forEach(moved::delete);
    }

    private void wakeUp() {
        latestRecordWallMillis = context().currentSystemTimeMs();
        if (saidIdle) {
            saidIdle = false;
            report(false);
        }
    }

    private void checkIdle(long nowMillis) {
        Duration silence = Duration.ofMillis(nowMillis - latestRecordWallMillis);
        boolean atEnd = Math.max(0, position.nextOffset()) >= end;
        if (!atEnd && silence.compareTo(config.idleAfter()) < 0) {
            return;
        }
        if (saidIdle) {
            judgeSilence(Instant.ofEpochMilli(nowMillis));
            return;
        }
        Instant latest = open.latest();
        if (latest != null) {
            Instant closable = latestOver(Instant.ofEpochMilli(nowMillis));
            closeThrough(earlier(closable, latest), Math.max(heardFrom, position.nextOffset()));
        }
        if (atEnd || open.latest() == null) {
            saidIdle = true;
            report(true);
        }
        if (atEnd) {
            counters.reachedEnd(source, closedThrough());
        }
    }

    /** Once a minute; not in a replay, which is silent because it is at its end. */
    private void judgeSilence(Instant now) {
        Instant minute = HostMinute.minuteOf(now);
        if (config.liveInterval().isPositive() && !minute.equals(silenceJudged)) {
            silenceJudged = minute;
            open.forwardVerdicts(minute, watch.judgeSilence(now));
        }
    }

    private void report(boolean idle) {
        open.forward("", new Progress(source, closedThrough(), 0, idle));
    }

    private Instant closedThrough() {
        return Objects.requireNonNullElse(position.closedThrough(), Instant.EPOCH);
    }
}
