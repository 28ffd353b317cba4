// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import dev.linger.model.part.Health;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the sink has done and what hinders it. Thread-safe. */
public final class SinkStatus {
    private static final Logger LOG = LoggerFactory.getLogger(SinkStatus.class);

    private final AtomicLong records = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong lostRecords = new AtomicLong();
    private final AtomicLong lagRecords = new AtomicLong();
    private final CountDownLatch assigned = new CountDownLatch(1);
    private volatile int partitions;
    private volatile @Nullable Instant committedAt;
    private volatile @Nullable String trouble;
    private volatile boolean stopped;

    void committed(Batch batch, Instant at) {
        records.addAndGet(batch.arrivals().size());
        batch.arrivals().forEach(arrival -> rows.addAndGet(arrival.rows()));
        deadLetters.addAndGet(batch.arrivals().stream().filter(Arrival::refusedHere).count());
        transactions.incrementAndGet();
        committedAt = at;
        trouble = null;
    }

    /** What hinders the sink now, until the next commit or {@link #recovered}. */
    void hindered(String sentence) {
        retries.incrementAndGet();
        if (!Objects.equals(trouble, sentence)) {
            LOG.warn("the sink waits: {}", sentence);
        }
        trouble = sentence;
    }

    void recovered() {
        trouble = null;
    }

    void lost(long count) {
        lostRecords.addAndGet(count);
    }

    void assigned(int count) {
        partitions = count;
        assigned.countDown();
    }

    void lag(long count) {
        lagRecords.set(count);
    }

    void stopped(@Nullable String reason) {
        stopped = true;
        trouble = reason;
        assigned.countDown();
    }

    /** Waits until the sink has its partitions, or knows that it gets none. */
    public boolean awaitAssignment(Duration patience) throws InterruptedException {
        return assigned.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The state for people and metrics. */
    public Health health() {
        String hindrance = trouble;
        boolean ready = assigned.getCount() == 0;
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("partitions", partitions);
        details.put("lag_records", lagRecords.get());
        details.put("records_total", records.get());
        details.put("rows_total", rows.get());
        details.put("dead_letters_total", deadLetters.get());
        details.put("transactions_total", transactions.get());
        details.put("retries_total", retries.get());
        details.put("records_lost_total", lostRecords.get());
        Instant last = committedAt;
        if (last != null) {
            details.put("committed_at", last.toString());
        }
        String summary;
        if (stopped) {
            summary = hindrance == null ? "stopped" : hindrance;
        } else if (hindrance != null) {
            summary = hindrance;
        } else {
            summary =
                    ready
                            ? "writes %d partitions, %d records behind"
                                    .formatted(partitions, lagRecords.get())
                            : "waits for its partitions";
        }
        return new Health(!stopped && ready && hindrance == null, summary, details);
    }
}
