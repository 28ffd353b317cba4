// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.advice.Rules;
import dev.linger.advice.Thresholds;
import dev.linger.model.minute.MinuteAccumulator;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.settings.Settings;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

class BenchFleetTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void shouldBeAsLargeAsWanted() {
        BenchSize size = BenchSize.of(9_600_000, 4);

        assertThat(size.hosts()).isEqualTo(10_000);
        assertThat(size.services()).isEqualTo(5_000);
        assertThat((long) size.snapshots() * BenchSize.GROUPS).isEqualTo(9_600_000);
    }

    @Test
    void shouldRunEachServiceOnTwentyHosts() {
        BenchSize size = BenchSize.of(1, 1);
        BenchFleet fleet = new BenchFleet(size, BEGIN);
        Map<String, Integer> hosts = new TreeMap<>();
        for (int host = 0; host < size.hosts(); host++) {
            SocketSnapshot snapshot = fleet.sockets(host, 3);
            assertThat(snapshot.groups()).hasSize(BenchSize.GROUPS);
            assertThat(snapshot.observedAt())
                    .isBetween(BEGIN.plusSeconds(30), BEGIN.plusSeconds(40));
            snapshot.groups().stream()
                    .map(SocketGroup::service)
                    .distinct()
                    .forEach(service -> hosts.merge(service, 1, Integer::sum));
        }
        assertThat(hosts).hasSize(size.services());
        assertThat(hosts.values()).containsOnly(20);
    }

    @Test
    void shouldSendTheSameAgain() {
        BenchSize size = BenchSize.of(1, 1);
        assertThat(new BenchFleet(size, BEGIN).sockets(7, 2))
                .isEqualTo(new BenchFleet(size, BEGIN).sockets(7, 2));
    }

    @Test
    void shouldShowSomethingOnOneServiceInFifty() {
        BenchSize size = BenchSize.of(1, 1);
        BenchFleet fleet = new BenchFleet(size, BEGIN);
        MinuteAccumulator minute = new MinuteAccumulator(BEGIN);
        for (int round = 0; round < BenchSize.ROUNDS_PER_MINUTE; round++) {
            for (int host = 0; host < size.hosts(); host++) {
                minute.add(fleet.sockets(host, round));
            }
        }
        for (int host = 0; host < size.hosts(); host++) {
            minute.add(fleet.kernel(host, 0));
            minute.add(fleet.kernel(host, 1));
        }

        Thresholds thresholds = Thresholds.from(Settings.of(Map.of(), Thresholds.SETTINGS));
        assertThat(
                        minute.build(true).stream()
                                .filter(built -> !Rules.evaluate(built, thresholds).isEmpty())
                                .map(ServiceMinute::service))
                .containsExactly("service-0000");
    }
}
