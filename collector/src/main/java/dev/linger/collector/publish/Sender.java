// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.publish;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Sends what lies in the outbox, a batch at a time, and releases it once it is acknowledged. A
 * producer that failed for good is replaced.
 */
final class Sender implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int BATCH_BYTES = 512 << 10;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SLOW_MILLIS = 5_000;
    private static final long PAUSE_MILLIS = 1_000;

    private final String host;
    private final Outbox outbox;
    private final Supplier<Producer<String, byte[]>> producers;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile String problem = "";
    private volatile long acknowledgedAtNanos = System.nanoTime();
    private final CompletableFuture<Producer<String, byte[]>> first = new CompletableFuture<>();

    Sender(String host, Outbox outbox, Supplier<Producer<String, byte[]>> producers) {
        this.host = host;
        this.outbox = outbox;
        this.producers = producers;
    }

    @Override
    public void run() {
        try {
            first.complete(producers.get());
        } catch (RuntimeException e) {
            first.completeExceptionally(e);
            return;
        }
        Producer<String, byte[]> producer = first.join();
        try {
            connect(producer);
            while (stopped.getCount() > 0) {
                producer = sendBatch(producer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    /**
     * Waits until {@link #run} has made the first producer: a fifth of a second, in which the
     * sockets can be read.
     *
     * @throws KafkaException if Kafka refuses the properties
     */
    void awaitProducer() throws InterruptedException {
        try {
            first.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause
                    ? cause
                    : new KafkaException(e.getCause());
        }
    }

    /** Lets {@link #run} end soon; what is not acknowledged by then stays in the outbox. */
    void stop() {
        stopped.countDown();
    }

    /** Records that Kafka has acknowledged. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Time since Kafka acknowledged a record, or since the start. */
    Duration sinceAcknowledged() {
        return Duration.ofNanos(System.nanoTime() - acknowledgedAtNanos);
    }

    /** Records that Kafka will never take. */
    long refused() {
        return refused.get();
    }

    /** What keeps records from being sent now; empty where nothing does. */
    String problem() {
        return problem;
    }

    /**
     * Asks for the topic while the first scan runs, so that its snapshot finds the broker known.
     */
    private void connect(Producer<String, byte[]> producer) {
        try {
            producer.partitionsFor(SnapshotPublisher.TOPICS[0].name());
        } catch (KafkaException e) {
            note("Kafka does not answer: " + e.getMessage());
        }
    }

    /** Returns the producer for the next batch: another one where this has failed for good. */
    private Producer<String, byte[]> sendBatch(Producer<String, byte[]> producer)
            throws InterruptedException {
        try {
            send(outbox.oldest(BATCH_BYTES, POLL), producer);
        } catch (IOException e) {
            fail("the spool cannot be read: " + e.getMessage());
        } catch (RetriableException e) {
            fail("Kafka is away: " + e.getMessage());
        } catch (KafkaException e) {
            fail("Kafka refuses: " + e.getMessage());
            return replacement(producer);
        }
        return producer;
    }

    private void send(List<OutboxEntry> batch, Producer<String, byte[]> producer)
            throws IOException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(batch.size());
        for (OutboxEntry entry : batch) {
            sent.add(
                    producer.send(
                            new ProducerRecord<>(
                                    SnapshotPublisher.TOPICS[entry.topicCode()].name(),
                                    host,
                                    entry.value())));
        }
        for (int i = 0; i < batch.size(); i++) {
            if (!awaitAcknowledgement(sent.get(i))) {
                return;
            }
            outbox.release(batch.get(i));
        }
    }

    /** Waits as long as it takes; false where this sender is stopped first. */
    private boolean awaitAcknowledgement(Future<RecordMetadata> sent) throws InterruptedException {
        long waitedMillis = 0;
        while (true) {
            try {
                sent.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                acknowledgedAtNanos = System.nanoTime();
                if (acknowledged.getAndIncrement() == 0 || !problem.isEmpty()) {
                    LOG.info("Kafka acknowledges snapshots");
                }
                problem = "";
                return true;
            } catch (TimeoutException e) {
                waitedMillis += POLL.toMillis();
                if (stopped.getCount() == 0) {
                    return false;
                }
                if (waitedMillis == SLOW_MILLIS) {
                    note("Kafka has not acknowledged for 5 s");
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException) {
                    refused.incrementAndGet();
                    LOG.warn(
                            "Kafka refuses a snapshot as too large; lower collector.max-groups or"
                                    + " raise max.message.bytes of the topic: {}",
                            e.getCause().getMessage());
                    return true;
                }
                throw e.getCause() instanceof KafkaException cause
                        ? cause
                        : new KafkaException(e.getCause());
            }
        }
    }

    /** Another producer; the same where none can be made now, as while no name is resolved. */
    private Producer<String, byte[]> replacement(Producer<String, byte[]> failed)
            throws InterruptedException {
        try {
            Producer<String, byte[]> made = producers.get();
            failed.close(Duration.ZERO);
            return made;
        } catch (KafkaException e) {
            fail("Kafka cannot be reached: " + e.getMessage());
            return failed;
        }
    }

    private void fail(String what) throws InterruptedException {
        note(what);
        stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void note(String what) {
        if (problem.isEmpty()) {
            LOG.warn("Snapshots wait: {}", what);
        }
        problem = what;
    }
}
