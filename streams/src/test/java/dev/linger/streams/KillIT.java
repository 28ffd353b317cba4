// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.broker.TestBroker;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Two instances under load, one of which is killed (SIGKILL) and started again, {@code
 * linger.kills} times over, 3 by default. An oracle that saw every snapshot finds each
 * service-minute exactly once, with exact sums.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("linger.kills", 3);
    private static final long SEED = 20_261_121;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int MAX_ROUNDS = 500;

    /**
     * Event time runs a hundred times faster than the clock, towards the present. It must not begin
     * a day ago or more: a broker forgets a producer whose last record is older than
     * producer.id.expiration.ms, and refuses its next one.
     */
    private final Instant begin =
            HostMinute.minuteOf(InstantSource.system().instant().minus(Duration.ofHours(20)));

    @TempDir private Path home;

    @Test
    void shouldPublishEachMinuteOnceThoughInstancesAreKilled() throws Exception {
        Random random = new Random(SEED);
        List<Process> instances = new ArrayList<>();
        try (TestBroker broker = TestBroker.start(home.resolve("broker"));
                FleetLoad load = new FleetLoad(broker.bootstrapServers(), SEED, 40, 25, begin);
                TopicReader<ServiceMinute> minutes =
                        new TopicReader<>(broker.bootstrapServers(), Topics.SERVICE_MINUTES);
                TopicReader<DeadLetter> letters =
                        new TopicReader<>(broker.bootstrapServers(), Topics.DEAD_LETTERS)) {
            instances.add(start(broker, 0));
            instances.add(start(broker, 1));
            minutesWhileLoading(load, minutes, 1);
            for (int kill = 0; kill < KILLS; kill++) {
                int victim = random.nextInt(2);
                Process killed = instances.get(victim);
                killed.destroyForcibly();
                assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
                load.round();
                instances.set(victim, start(broker, victim));
                minutesWhileLoading(load, minutes, 30 * (kill + 1));
            }
            load.finish();

            List<ServiceMinute> expected = load.expected();
            List<ServiceMinute> complete =
                    complete(
                            minutes.readUntil(
                                    read -> complete(read).size() >= expected.size(),
                                    Duration.ofMinutes(3)));

            assertThat(letters.readUntil(read -> !read.isEmpty(), Duration.ofSeconds(1))).isEmpty();
            assertThat(complete).as("seed %d", SEED).isEqualTo(expected);
        } finally {
            instances.forEach(Process::destroyForcibly);
        }
    }

    private Process start(TestBroker broker, int number) throws Exception {
        return KilledInstance.start(
                Map.of(
                        "kafka.bootstrap.servers",
                        broker.bootstrapServers(),
                        "kafka.session.timeout.ms",
                        "3000",
                        "kafka.heartbeat.interval.ms",
                        "500",
                        "streams.state-directory",
                        home.resolve("state-" + number).toString(),
                        "streams.commit-interval",
                        "200ms",
                        "streams.live-interval",
                        "0s",
                        "streams.idle-after",
                        "10m"),
                home.resolve("instance-" + number + ".log"));
    }

    /**
     * Sends rounds until so many complete minutes came out in all; not so many rounds ahead that
     * event time would reach the present.
     */
    private static void minutesWhileLoading(
            FleetLoad load, TopicReader<ServiceMinute> minutes, int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int rounds = 0;
        int seen = 0;
        while (seen < count && System.nanoTime() < deadline) {
            if (rounds++ < MAX_ROUNDS) {
                load.round();
            }
            seen =
                    complete(
                                    minutes.readUntil(
                                            read -> complete(read).size() >= count,
                                            Duration.ofMillis(100)))
                            .size();
        }
        assertThat(seen).as("complete minutes within %s", PATIENCE).isGreaterThanOrEqualTo(count);
    }

    private static List<ServiceMinute> complete(List<ServiceMinute> read) {
        return read.stream()
                .filter(ServiceMinute::complete)
                .sorted(
                        Comparator.comparing(ServiceMinute::minute)
                                .thenComparing(ServiceMinute::service))
                .toList();
    }
}
