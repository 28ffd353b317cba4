// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;
import dev.linger.streams.RawRecord;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.StreamsCounters;
import dev.linger.streams.StreamsCounters.Counter;
import dev.linger.streams.merge.SourceReport.Progress;

import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

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
 * too, and the partition says that it is idle. A replay reads on without pause and never gets there
 * before its end, so that its results do not depend on the wall clock.
 */
public final class HostMinutes extends ContextualProcessor<byte[], byte[], String, HostOutput> {
    private static final Duration IDLE_CHECK = Duration.ofSeconds(1);

    private final StreamsConfig config;
    private final HostStores names;
    private final int sources;
    private final StreamsCounters counters;
    private OpenMinutes open;
    private HostLabels labels;
    private HostWatch watch;
    private int source;
    private long latestRecordWallMillis;
    private boolean saidIdle;
    private Instant silenceJudged = Instant.EPOCH;

    /**
     * Works on the stores of these names.
     *
     * @param sources partitions of the snapshots' topic
     */
    @SuppressWarnings("NullAway.Init") // set by init
    public HostMinutes(
            StreamsConfig config, HostStores names, int sources, StreamsCounters counters) {
        this.config = config;
        this.names = names;
        this.sources = sources;
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<String, HostOutput> context) {
        super.init(context);
        source = context.taskId().partition();
        watch =
                new HostWatch(
                        context.getStateStore(names.presence()),
                        context.getStateStore(names.kernels()),
                        config.resolveAfterMinutes(),
                        config.thresholds());
        labels = new HostLabels(context.getStateStore(names.labels()));
        open = new OpenMinutes(names, context, watch, labels, sources, config);
        latestRecordWallMillis = context.currentSystemTimeMs();
        context.schedule(IDLE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::checkIdle);
        if (config.liveInterval().isPositive()) {
            context.schedule(
                    config.liveInterval(),
                    PunctuationType.WALL_CLOCK_TIME,
                    now -> open.forwardRunning());
        }
    }

    @Override
    public void process(Record<byte[], byte[]> kafkaRecord) {
        counters.count(Counter.SNAPSHOTS_READ);
        counters.readSnapshotOf(kafkaRecord.timestamp());
        RawRecord raw = new RawRecord(context().recordMetadata().orElseThrow(), kafkaRecord);
        try {
            SocketSnapshot snapshot = raw.decode(Topics.SOCKET_SNAPSHOTS.codec());
            raw.check(snapshot.host(), snapshot.observedAt());
            Instant time = watch.heard(snapshot, raw.timestamp());
            labels.heard(snapshot);
            wakeUp();
            closeBefore(earlier(time, raw.timestamp()));
            add(snapshot, HostMinute.minuteOf(time));
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
    }

    /** A host whose clock is ahead must not close the minute for those whose clock is right. */
    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void add(SocketSnapshot snapshot, Instant minute) throws MalformedRecordException {
        Instant closedThrough = open.closedThrough();
        if (closedThrough != null && !minute.isAfter(closedThrough)) {
            throw new MalformedRecordException(
                    DeadLetter.Reason.TOO_LATE,
                    "the snapshot belongs to the minute %s; every minute up to %s is closed"
                            .formatted(minute, closedThrough));
        }
        if (!open.add(snapshot, minute)) {
            counters.count(Counter.DUPLICATES);
        }
    }

    private void closeBefore(Instant time) {
        Instant closable =
                HostMinute.minuteOf(time.minus(config.grace()).minus(Duration.ofMinutes(1)));
        @Nullable Instant before = open.closedThrough();
        if (before == null || closable.isAfter(before)) {
            open.closeThrough(closable);
        }
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
        if (silence.compareTo(config.idleAfter()) < 0) {
            return;
        }
        if (saidIdle) {
            judgeSilence(Instant.ofEpochMilli(nowMillis));
            return;
        }
        Instant latest = open.latest();
        if (latest != null) {
            Instant closable =
                    HostMinute.minuteOf(
                            Instant.ofEpochMilli(nowMillis)
                                    .minus(config.grace())
                                    .minus(Duration.ofMinutes(1)));
            open.closeThrough(earlier(closable, latest));
        }
        if (open.latest() == null) {
            saidIdle = true;
            report(true);
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
        Instant closedThrough = open.closedThrough();
        open.forward(
                "",
                new Progress(
                        source, closedThrough == null ? Instant.EPOCH : closedThrough, 0, idle));
    }
}
