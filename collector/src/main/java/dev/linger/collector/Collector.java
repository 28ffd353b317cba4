// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import dev.linger.collector.linux.CompilerThreads;
import dev.linger.collector.linux.NetlinkDescriptor;
import dev.linger.collector.metrics.CollectorMetrics;
import dev.linger.collector.publish.ProducerProperties;
import dev.linger.collector.publish.PublishReport;
import dev.linger.collector.publish.SnapshotPublisher;
import dev.linger.collector.sampling.KernelSampler;
import dev.linger.collector.sampling.SocketSampler;
import dev.linger.model.json.RecordWriter;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.part.Health;
import dev.linger.model.part.MetricFamily;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part {@code collect}: samples this host at intervals, and sends what it sees to Kafka. */
public final class Collector implements Part {
    /** Where its health is served unless the operator says otherwise. */
    public static final int HEALTH_PORT = 7661;

    private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

    private final CollectorConfig config;
    private final InstantSource clock;
    private final Runnable afterScan;
    private final Map<String, Object> producer;
    private @Nullable SnapshotPublisher publisher;
    private @Nullable SamplingLoop loop;
    private @Nullable Thread thread;

    /**
     * A collector among other parts of one process.
     *
     * @throws ConfigurationException if kafka.bootstrap.servers is missing
     */
    public Collector(CollectorConfig config) {
        this(config, InstantSource.system(), () -> {});
    }

    Collector(CollectorConfig config, InstantSource clock, Runnable afterScan) {
        this.config = config;
        this.clock = clock;
        this.afterScan = afterScan;
        this.producer = ProducerProperties.of(config.kafka(), config.host(), config.maxGroups());
    }

    /**
     * A collector that has a process of its own, whose memory it keeps small.
     *
     * @throws ConfigurationException if kafka.bootstrap.servers is missing
     */
    public static Collector alone(CollectorConfig config) {
        return new Collector(config, InstantSource.system(), new Footprint());
    }

    /**
     * Begins, on a thread of its own, what the first snapshot takes long for and what needs no
     * configuration: the way into the kernel, and the way to JSON.
     */
    public static void prepare() {
        Thread.ofPlatform()
                .name("linger-prepare")
                .daemon()
                .start(() -> {
                    NetlinkDescriptor.prepare();
                    CompilerThreads.giveWay();
                    RecordWriter.write(List.of(AgeHistogram.EMPTY, Side.CLIENT));
                });
    }

    @Override
    public String name() {
        return "collect";
    }

    /**
     * Takes the first snapshot, and goes on by itself. Kafka may be away: snapshots wait.
     *
     * @throws PartFailedException if the sockets cannot be read
     * @throws ConfigurationException if Kafka's client refuses its properties
     */
    @Override
    public void start() {
        SnapshotPublisher started =
                new SnapshotPublisher(
                        config.host(), producer, config.spoolDirectory(), config.spoolBytes());
        publisher = started;
        try {
            SamplingLoop sampling =
                    new SamplingLoop(
                            config,
                            SocketSampler.forManyScans(config, clock),
                            new KernelSampler(config, clock),
                            started,
                            afterScan);
            sampling.sampleFirst();
            started.awaitProducer();
            loop = sampling;
            thread = Thread.ofPlatform().name("linger-collect").daemon().start(sampling);
        } catch (ConfigurationException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw new PartFailedException("the sockets cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new PartFailedException("interrupted while starting", e);
        }
    }

    @Override
    public Health health() {
        SamplingLoop sampling = loop;
        SnapshotPublisher sending = publisher;
        if (sampling == null || sending == null) {
            return new Health(false, "not started", Map.of());
        }
        PublishReport report = sending.report();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("snapshots", sampling.snapshots());
        details.put("acknowledgedRecords", report.acknowledged());
        details.put("waitingBytes", report.waitingBytes());
        details.put("sinceAcknowledgedMillis", report.sinceAcknowledged().toMillis());
        details.put("droppedRecords", report.dropped());
        details.put("refusedRecords", report.refused());
        details.put("intervalMillis", sampling.pace().interval().toMillis());
        details.put("fastIntervalMillis", sampling.pace().fastInterval().toMillis());
        latest().ifPresent(snapshot -> {
            details.put("sockets", snapshot.reader().socketsScanned());
            details.put("scanMicros", snapshot.reader().scanMicros());
            details.put("readErrors", snapshot.reader().errors());
        });
        String problem =
                CollectorHealth.problem(
                        sampling.problem(),
                        sampling.sinceSnapshot(),
                        sampling.pace().interval(),
                        report);
        String works = "snapshot " + sampling.snapshots() + " taken";
        if (!report.problem().isEmpty()) {
            works += "; snapshots wait: " + report.problem();
        }
        return new Health(problem.isEmpty(), problem.isEmpty() ? works : problem, details);
    }

    @Override
    public List<MetricFamily> metrics() {
        SamplingLoop sampling = loop;
        SnapshotPublisher sending = publisher;
        if (sampling == null || sending == null) {
            return List.of();
        }
        List<MetricFamily> families =
                new ArrayList<>(
                        CollectorMetrics.ofRun(
                                health().healthy(),
                                sampling.snapshots(),
                                sampling.pace().interval(),
                                sampling.pace().fastInterval(),
                                sending.report()));
        SocketSnapshot sockets = sampling.latest();
        KernelSnapshot kernel = sampling.latestKernel();
        if (sockets != null && kernel != null) {
            families.addAll(CollectorMetrics.ofSnapshots(sockets, kernel));
        }
        return families;
    }

    /** The latest snapshot; empty before {@link #start}. */
    public Optional<SocketSnapshot> latest() {
        SamplingLoop sampling = loop;
        return sampling == null ? Optional.empty() : Optional.ofNullable(sampling.latest());
    }

    @Override
    public void close() {
        SamplingLoop sampling = loop;
        Thread running = thread;
        if (sampling != null && running != null) {
            sampling.stop();
            try {
                running.join(STOP_WITHIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        SnapshotPublisher sending = publisher;
        if (sending != null) {
            sending.close();
        }
        loop = null;
        thread = null;
        publisher = null;
    }
}
