// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import dev.linger.model.settings.Settings;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.StreamsCounters.Counter;
import dev.linger.streams.StreamsPart;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Ours: all of {@link StreamsPart}, exactly once, with findings and views of running minutes.
 *
 * <p>Snapshots that wait in a topic are read faster than hosts send them. What a commit costs does
 * not depend on the time since the one before but on what changed meanwhile: so commits and views
 * come after as many snapshots as they would from a live fleet. Their intervals are shortened by as
 * much as the reading is faster than the sending.
 */
final class WholePipeline implements Contestant.Reader {
    /** Of a guess, before the first pass has shown how fast it is. */
    private static final double FASTER_THAN_LIVE = 4;

    private final String bootstrapServers;
    private final Path home;
    private final String applicationId;
    private final Duration commitInterval;
    private final int hosts;
    private @Nullable StreamsPart part;
    private int begun;

    /**
     * Prepares it.
     *
     * @param applicationId prefix of the internal topics
     * @param commitInterval with a live fleet
     * @param hosts of the fleet
     */
    WholePipeline(
            String bootstrapServers,
            Path home,
            String applicationId,
            Duration commitInterval,
            int hosts) {
        this.bootstrapServers = bootstrapServers;
        this.home = home;
        this.applicationId = applicationId;
        this.commitInterval = commitInterval;
        this.hosts = hosts;
    }

    @Override
    public void begin(double snapshotsPerSecond) {
        close();
        double livePerSecond = hosts / (double) BenchSize.INTERVAL_SECONDS;
        double faster =
                snapshotsPerSecond == 0 ? FASTER_THAN_LIVE : snapshotsPerSecond / livePerSecond;
        begun++;
        part =
                new StreamsPart(
                        StreamsConfig.from(
                                Settings.of(
                                        Map.of(
                                                "kafka.bootstrap.servers",
                                                bootstrapServers,
                                                "kafka.repartition.purge.interval.ms",
                                                "86400000",
                                                "streams.application-id",
                                                applicationId + "-" + begun,
                                                "streams.state-directory",
                                                home.resolve(applicationId).toString(),
                                                "streams.commit-interval",
                                                millis(commitInterval, faster),
                                                "streams.live-interval",
                                                millis(StreamsConfig.DEFAULT_LIVE_INTERVAL, faster),
                                                "streams.idle-after",
                                                "1h"),
                                        StreamsConfig.SETTINGS)));
        part.start();
        part.pause();
    }

    private static String millis(Duration live, double faster) {
        return Math.max(1, Math.round(live.toMillis() / faster)) + "ms";
    }

    @Override
    public long readUpTo(long snapshots) throws InterruptedException {
        StreamsPart running = part;
        if (running == null) {
            throw new IllegalStateException("read before begin");
        }
        running.resume();
        Progress.await(() -> running.counters().get(Counter.SNAPSHOTS_READ) >= snapshots);
        running.pause();
        return running.counters().get(Counter.SNAPSHOTS_READ);
    }

    @Override
    public void close() {
        StreamsPart running = part;
        if (running != null) {
            running.close();
        }
    }
}
