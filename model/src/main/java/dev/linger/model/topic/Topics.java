// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.topic;

import dev.linger.model.finding.Advice;
import dev.linger.model.finding.Finding;
import dev.linger.model.forecast.Forecast;
import dev.linger.model.json.JsonCodec;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.SnapshotForm;
import dev.linger.model.snapshot.SocketSnapshot;

import java.time.Duration;
import java.util.List;

/** Every topic of Linger, in the order in which data flows. */
public final class Topics {
    /**
     * Partitions of a topic that Linger creates: enough for a fleet of ten thousand hosts on a few
     * cores, few enough for one laptop.
     */
    public static final int DEFAULT_PARTITIONS = 4;

    public static final Topic<SocketSnapshot> SOCKET_SNAPSHOTS =
            new Topic<>(
                    "linger.socket-snapshots",
                    "host",
                    "host",
                    new JsonCodec<>(SocketSnapshot.class, new SnapshotForm()),
                    DEFAULT_PARTITIONS,
                    new Cleanup.Delete(Duration.ofHours(24)),
                    TimestampType.LOG_APPEND_TIME,
                    "collector");

    public static final Topic<KernelSnapshot> KERNEL_SNAPSHOTS =
            new Topic<>(
                    "linger.kernel-snapshots",
                    "host",
                    "host",
                    new JsonCodec<>(KernelSnapshot.class),
                    DEFAULT_PARTITIONS,
                    new Cleanup.Compact(),
                    TimestampType.CREATE_TIME,
                    "collector");

    public static final Topic<ServiceMinute> SERVICE_MINUTES =
            new Topic<>(
                    "linger.service-minutes",
                    "service",
                    "service",
                    new JsonCodec<>(ServiceMinute.class),
                    DEFAULT_PARTITIONS,
                    new Cleanup.Delete(Duration.ofDays(30)),
                    TimestampType.CREATE_TIME,
                    "streams");

    public static final Topic<Finding> FINDINGS =
            new Topic<>(
                    "linger.findings",
                    "finding id",
                    "service",
                    new JsonCodec<>(Finding.class),
                    DEFAULT_PARTITIONS,
                    new Cleanup.Compact(),
                    TimestampType.CREATE_TIME,
                    "streams");

    public static final Topic<Advice> ADVICE =
            new Topic<>(
                    "linger.advice",
                    "finding id",
                    "service",
                    new JsonCodec<>(Advice.class),
                    DEFAULT_PARTITIONS,
                    new Cleanup.Compact(),
                    TimestampType.CREATE_TIME,
                    "streams");

    public static final Topic<Forecast> FORECASTS =
            new Topic<>(
                    "linger.forecasts",
                    "service|endpoint",
                    "service",
                    new JsonCodec<>(Forecast.class),
                    DEFAULT_PARTITIONS,
                    new Cleanup.Compact(),
                    TimestampType.CREATE_TIME,
                    "capacity");

    public static final Topic<DeadLetter> DEAD_LETTERS =
            new Topic<>(
                    "linger.dead-letters",
                    "source topic, partition, offset",
                    "key",
                    new JsonCodec<>(DeadLetter.class),
                    1,
                    new Cleanup.Delete(Duration.ofDays(7)),
                    TimestampType.CREATE_TIME,
                    "streams, capacity, storage");

    /** All of them. */
    public static final List<Topic<?>> ALL =
            List.of(
                    SOCKET_SNAPSHOTS,
                    KERNEL_SNAPSHOTS,
                    SERVICE_MINUTES,
                    FINDINGS,
                    ADVICE,
                    FORECASTS,
                    DEAD_LETTERS);

    private Topics() {}
}
