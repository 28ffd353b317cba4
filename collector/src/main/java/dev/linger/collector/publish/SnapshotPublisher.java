// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.publish;

import dev.linger.model.json.RecordWriter;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Takes snapshots for sending, and never makes the collector wait for Kafka. */
public final class SnapshotPublisher implements AutoCloseable {
    /** Topics in the order of their codes in the outbox. */
    static final Topic<?>[] TOPICS = {Topics.SOCKET_SNAPSHOTS, Topics.KERNEL_SNAPSHOTS};

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotPublisher.class);
    private static final byte SOCKET_SNAPSHOT = 0;
    private static final byte KERNEL_SNAPSHOT = 1;
    private static final long MEMORY_BYTES = 4 << 20;
    private static final Duration LAST_SENDS = Duration.ofSeconds(3);

    private final Outbox outbox;
    private final Sender sender;
    private final Thread thread;
    private final AtomicLong unspooled = new AtomicLong();

    /**
     * Starts to make the producer, and then to send.
     *
     * @param host key of the records
     * @param producer properties of the producer, as {@link ProducerProperties} makes them
     * @param spoolDirectory where to keep what memory cannot; empty: nowhere
     * @param spoolBytes how much
     * @throws ConfigurationException if the directory is not usable
     */
    public SnapshotPublisher(
            String host, Map<String, Object> producer, String spoolDirectory, long spoolBytes) {
        this(host, () -> new KafkaProducer<>(producer), outbox(spoolDirectory, spoolBytes));
    }

    SnapshotPublisher(String host, Supplier<Producer<String, byte[]>> producers, Outbox outbox) {
        this.outbox = outbox;
        this.sender = new Sender(host, outbox, producers);
        this.thread = Thread.ofPlatform().name("linger-publish").daemon().start(sender);
    }

    /**
     * Waits until the producer is made. Snapshots can be published before.
     *
     * @throws ConfigurationException if Kafka refuses the properties
     */
    public void awaitProducer() throws InterruptedException {
        try {
            sender.awaitProducer();
        } catch (KafkaException e) {
            throw new ConfigurationException("kafka.*: " + deepest(e));
        }
    }

    /** Takes a snapshot for sending. */
    public void publish(SocketSnapshot snapshot) {
        add(SOCKET_SNAPSHOT, RecordWriter.write(snapshot));
    }

    /** Takes a snapshot for sending. */
    public void publish(KernelSnapshot snapshot) {
        add(KERNEL_SNAPSHOT, RecordWriter.write(snapshot));
    }

    /** How sending goes. */
    public PublishReport report() {
        return new PublishReport(
                sender.acknowledged(),
                sender.sinceAcknowledged(),
                outbox.bytes(),
                outbox.droppedFromMemory(),
                outbox.droppedFromSpool(),
                unspooled.get(),
                sender.refused(),
                sender.problem());
    }

    /** Waits until all was acknowledged; false where that takes longer. */
    public boolean awaitAllSent(Duration wait) throws InterruptedException {
        return outbox.awaitEmpty(wait);
    }

    /** Sends what it can within three seconds; the rest stays in the spool, if there is one. */
    @Override
    public void close() {
        try {
            if (thread.isAlive()) {
                outbox.awaitEmpty(LAST_SENDS);
            }
            sender.stop();
            thread.join(LAST_SENDS);
            outbox.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("The spool could not be closed; unsent snapshots are lost", e);
        }
    }

    private void add(byte topicCode, byte[] value) {
        try {
            outbox.add(topicCode, value);
        } catch (IOException e) {
            if (unspooled.getAndIncrement() == 0) {
                LOG.warn("The spool cannot be written; snapshots are lost while Kafka is away", e);
            }
        }
    }

    private static Outbox outbox(String directory, long spoolBytes) {
        try {
            return new Outbox(
                    MEMORY_BYTES,
                    directory.isEmpty() ? null : new Spool(Path.of(directory), spoolBytes));
        } catch (IOException e) {
            throw new ConfigurationException(
                    "collector.spool-dir "
                            + directory
                            + " cannot be used ("
                            + e.getMessage()
                            + "); name a directory that may be written");
        }
    }

    private static String deepest(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
