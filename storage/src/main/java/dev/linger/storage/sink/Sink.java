// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import dev.linger.model.part.Health;
import dev.linger.model.part.PartFailedException;
import dev.linger.storage.StorageConfig;
import dev.linger.storage.table.DayPartitions;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/** A {@link SinkLoop} on a thread of its own, with its Kafka clients. */
public final class Sink implements AutoCloseable {
    private static final Duration TOPIC_PATIENCE = Duration.ofSeconds(30);
    private static final Duration TOPIC_POLL_INTERVAL = Duration.ofMillis(500);
    private static final Duration ASSIGNMENT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final SinkStatus status;
    private final Admin admin;
    private final SinkLoop loop;
    private final Thread thread;

    private Sink(SinkStatus status, Admin admin, SinkLoop loop) {
        this.status = status;
        this.admin = admin;
        this.loop = loop;
        this.thread = Thread.ofPlatform().name("linger-sink").unstarted(loop);
    }

    /**
     * Starts, and returns once the group has given it its partitions.
     *
     * @throws PartFailedException if no broker answers or a topic is missing
     */
    public static Sink start(
            StorageConfig config, DataSource database, DayPartitions days, InstantSource clock) {
        Admin admin = SinkClients.admin(config.kafka());
        try {
            TopicIds topicIds = new TopicIds(admin);
            awaitTopics(topicIds, config, clock);
            SinkStatus status = new SinkStatus();
            SinkLoop loop =
                    new SinkLoop(
                            SinkClients.consumer(config.kafka()),
                            topicIds,
                            database,
                            days,
                            new RecordReader(
                                    config.retention().serviceMinutes(),
                                    config.retention().hostMinutes(),
                                    config.clockAhead(),
                                    clock),
                            status,
                            clock,
                            config.batchRows(),
                            config.batchWait());
            Sink sink = new Sink(status, admin, loop);
            sink.thread.start();
            status.awaitAssignment(ASSIGNMENT_PATIENCE);
            return sink;
        } catch (InterruptedException e) {
            admin.close(Duration.ZERO);
            Thread.currentThread().interrupt();
            throw new PartFailedException("the sink was interrupted while it started", e);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static void awaitTopics(TopicIds topicIds, StorageConfig config, InstantSource clock)
            throws InterruptedException {
        Instant deadline = clock.instant().plus(TOPIC_PATIENCE);
        while (true) {
            try {
                topicIds.of(RecordReader.topics());
                return;
            } catch (KafkaException e) {
                if (clock.instant().isAfter(deadline)) {
                    throw new PartFailedException(
                            e instanceof UnknownTopicOrPartitionException
                                    ? "a topic of "
                                            + RecordReader.topics()
                                            + " is missing on "
                                            + config.bootstrapServers()
                                            + "; create the topics"
                                    : "cannot reach Kafka at "
                                            + config.bootstrapServers()
                                            + ": "
                                            + e.getMessage(),
                            e);
                }
                LockSupport.parkNanos(TOPIC_POLL_INTERVAL.toNanos());
            }
        }
    }

    /** How it does. */
    public Health health() {
        return status.health();
    }

    /** Ends after the transaction under way and leaves the group. */
    @Override
    public void close() {
        loop.stop();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        admin.close(Duration.ZERO);
    }
}
