// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import dev.linger.storage.table.DayPartitions;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * Reads, gathers and writes, on one thread.
 *
 * <p>Kafka's group protocol shares the partitions out; where to read a partition from is asked of
 * sink_offset each time, never of the group. While PostgreSQL cannot be written, partitions are
 * paused and the group is kept alive by polling.
 */
final class SinkLoop implements Runnable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Duration IDLE_WAIT = Duration.ofMillis(500);
    private static final Duration TOPIC_CHECK_INTERVAL = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicIds topicIds;
    private final DataSource database;
    private final RecordReader reader;
    private final SinkStatus status;
    private final InstantSource clock;
    private final int batchRows;
    private final Duration batchWait;
    private final Offsets offsets = new Offsets();
    private final BatchWriter writer;
    private final Backoff backoff = new Backoff();

    /** Assigned, but not yet where sink_offset says. */
    private final Set<TopicPartition> unpositioned = new HashSet<>();

    /** Assigned, but the broker has no record at the offset asked for. */
    private final Set<TopicPartition> strayed = new HashSet<>();

    private final List<Arrival> pending = new ArrayList<>();
    private int pendingRows;
    private Instant pendingSince = Instant.EPOCH;
    private Instant topicsCheckedAt;
    private volatile boolean running = true;

    /** Built by {@link Sink}; {@code run} owns the consumer from then on. */
    SinkLoop(
            Consumer<byte[], byte[]> consumer,
            TopicIds topicIds,
            DataSource database,
            DayPartitions days,
            RecordReader reader,
            SinkStatus status,
            InstantSource clock,
            int batchRows,
            Duration batchWait) {
        this.consumer = consumer;
        this.topicIds = topicIds;
        this.database = database;
        this.reader = reader;
        this.status = status;
        this.clock = clock;
        this.batchRows = batchRows;
        this.batchWait = batchWait;
        this.topicsCheckedAt = clock.instant();
        this.writer = new BatchWriter(database, offsets, days, clock, this::written);
    }

    /** Asks the loop to end after the transaction under way; callable from any thread. */
    void stop() {
        running = false;
        consumer.wakeup();
    }

    @Override
    public void run() {
        try (consumer) {
            consumer.subscribe(RecordReader.topics(), this);
            while (running) {
                step();
            }
            status.stopped(null);
        } catch (RuntimeException | Error e) {
            LOG.error("the sink stopped", e);
            status.stopped("the sink stopped: " + e);
            throw e;
        }
    }

    private void step() {
        try {
            if (!strayed.isEmpty()) {
                returnStrayed();
            } else if (!unpositioned.isEmpty()) {
                position();
            } else {
                gather();
            }
        } catch (WakeupException e) {
            // stop() was called; the loop's condition ends it.
        } catch (InterruptedException | InterruptException e) {
            running = false;
        } catch (InvalidOffsetException e) {
            strayed.addAll(e.partitions());
        } catch (FencedException e) {
            LOG.warn("reading again from sink_offset: {}", e.getMessage());
            rewind(offsets.held().keySet());
        } catch (SQLException e) {
            hindered(
                    SqlFault.of(e) == SqlFault.ENVIRONMENT
                            ? SqlFault.remedy(e)
                            : "PostgreSQL does not answer as it should: "
                                    + e.getMessage()
                                    + " (SQLSTATE "
                                    + e.getSQLState()
                                    + ")");
        } catch (KafkaException e) {
            hindered("Kafka does not answer as it should: " + e.getMessage());
        }
    }

    /** Polls, and writes when there is enough or it has waited long enough. */
    private void gather() throws SQLException, FencedException, InterruptedException {
        Instant now = clock.instant();
        if (Duration.between(topicsCheckedAt, now).compareTo(TOPIC_CHECK_INTERVAL) >= 0) {
            rewind(remadeTopics());
            topicsCheckedAt = now;
        }
        for (ConsumerRecord<byte[], byte[]> raw : consumer.poll(timeToWait(now))) {
            if (pending.isEmpty()) {
                pendingSince = clock.instant();
            }
            Arrival arrival = reader.read(raw);
            pending.add(arrival);
            pendingRows += arrival.rows();
        }
        if (pending.isEmpty()) {
            recovered();
        } else if (pendingRows >= batchRows || timeToWait(clock.instant()).isZero()) {
            writer.write(new Batch(pending));
            recovered();
        }
        status.lag(
                consumer.assignment().stream()
                        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                        .sum());
    }

    private Duration timeToWait(Instant now) {
        if (pending.isEmpty()) {
            return IDLE_WAIT;
        }
        Duration left = batchWait.minus(Duration.between(pendingSince, now));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void written(Batch batch) {
        status.committed(batch, clock.instant());
        pending.subList(0, batch.arrivals().size()).clear();
        pendingRows = pending.stream().mapToInt(Arrival::rows).sum();
        Map<TopicPartition, OffsetAndMetadata> forLagTools = new HashMap<>();
        batch.nextOffsets()
                .forEach((partition, next) ->
                        forLagTools.put(partition, new OffsetAndMetadata(next)));
        consumer.commitAsync(
                forLagTools,
                (committed, e) -> {
                    if (e != null) {
                        LOG.debug("the group's offsets, which nothing rests on, lag behind", e);
                    }
                });
    }

    /** Takes new partitions over where the tables left them. */
    private void position() throws SQLException, InterruptedException {
        Map<String, Uuid> ids =
                topicIds.of(
                        unpositioned.stream()
                                .map(TopicPartition::topic)
                                .collect(Collectors.toSet()));
        try (Connection connection = database.getConnection()) {
            for (TopicPartition partition : List.copyOf(unpositioned)) {
                Uuid id = ids.getOrDefault(partition.topic(), Uuid.ZERO_UUID);
                consumer.seek(partition, offsets.take(connection, partition, id, clock.instant()));
                unpositioned.remove(partition);
            }
        }
        recovered();
        status.assigned(consumer.assignment().size());
    }

    /** Finds a place in partitions where the broker has none at the offset asked for. */
    private void returnStrayed() throws InterruptedException {
        strayed.retainAll(consumer.assignment());
        rewind(remadeTopics());
        strayed.removeAll(unpositioned);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(strayed);
        Map<TopicPartition, Offsets.Position> held = offsets.held();
        beginnings.forEach((partition, beginning) -> {
            Offsets.Position position = held.get(partition);
            if (position != null && position.nextOffset() < beginning) {
                LOG.error(
                        "{}: the broker has deleted offsets {} to {} before they were read",
                        partition,
                        position.nextOffset(),
                        beginning - 1);
                status.lost(beginning - position.nextOffset());
            } else {
                LOG.warn("{} is shorter than before: reading it from its beginning", partition);
            }
            consumer.seek(partition, beginning);
        });
        strayed.clear();
    }

    /** Partitions of topics that have another id than when they were taken. */
    private Set<TopicPartition> remadeTopics() throws InterruptedException {
        Map<TopicPartition, Offsets.Position> held = offsets.held();
        if (held.isEmpty()) {
            return Set.of();
        }
        Map<String, Uuid> ids =
                topicIds.of(
                        held.keySet().stream()
                                .map(TopicPartition::topic)
                                .collect(Collectors.toSet()));
        Set<TopicPartition> remade = new HashSet<>();
        held.forEach((partition, position) -> {
            Uuid id = ids.getOrDefault(partition.topic(), Uuid.ZERO_UUID);
            if (!position.isOf(id)) {
                LOG.warn("{} was made anew: reading it from its beginning", partition);
                remade.add(partition);
            }
        });
        return remade;
    }

    /** Reads these partitions again from where the tables are. */
    private void rewind(Collection<TopicPartition> partitions) {
        drop(partitions);
        Set<TopicPartition> stillMine = new HashSet<>(partitions);
        stillMine.retainAll(consumer.assignment());
        consumer.pause(stillMine);
        unpositioned.addAll(stillMine);
    }

    private void drop(Collection<TopicPartition> partitions) {
        offsets.release(partitions);
        pending.removeIf(arrival -> partitions.contains(arrival.partition()));
        pendingRows = pending.stream().mapToInt(Arrival::rows).sum();
    }

    /** Waits with everything paused, so that the group does not take the sink for dead. */
    private void hindered(String sentence) {
        status.hindered(sentence);
        consumer.pause(consumer.assignment());
        try {
            consumer.poll(backoff.next());
        } catch (KafkaException e) {
            LOG.debug("while waiting", e);
        }
    }

    private void recovered() {
        backoff.reset();
        status.recovered();
        Set<TopicPartition> ready = new HashSet<>(consumer.paused());
        ready.removeAll(unpositioned);
        consumer.resume(ready);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        unpositioned.addAll(partitions);
        consumer.pause(partitions);
        // Any place will do for now: without one, poll() would fail.
        partitions.forEach(partition -> consumer.seek(partition, 0));
        if (consumer.assignment().isEmpty()) {
            status.assigned(0);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        unpositioned.removeAll(partitions);
        drop(partitions);
    }
}
