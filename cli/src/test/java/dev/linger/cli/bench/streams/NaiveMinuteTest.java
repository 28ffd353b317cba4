// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.MinuteAccumulator;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.StateCounts;
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A peer that comes to other numbers is none. */
class NaiveMinuteTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

    private record Key(String service, String endpoint) {}

    @Test
    void shouldComeToTheNumbersOfThePipeline() {
        BenchSize size = BenchSize.of(1, 1);
        BenchFleet fleet = new BenchFleet(size, BEGIN);
        MinuteAccumulator pipeline = new MinuteAccumulator(BEGIN);
        Map<Key, NaiveMinute> naive = new HashMap<>();
        for (int round = 0; round < BenchSize.ROUNDS_PER_MINUTE; round++) {
            for (int host = 0; host < size.hosts(); host++) {
                SocketSnapshot snapshot = fleet.sockets(host, round);
                pipeline.add(snapshot);
                for (SocketGroup group : snapshot.groups()) {
                    NaiveMinute.Part part = new NaiveMinute.Part(snapshot.host(), group);
                    for (String endpoint : List.of("", group.endpoint())) {
                        naive.merge(
                                new Key(group.service(), endpoint),
                                NaiveMinute.NONE.plus(part),
                                (known, first) -> known.plus(part));
                    }
                }
            }
        }

        List<ServiceMinute> minutes = pipeline.build(false);

        assertThat(minutes).hasSize(size.services());
        for (ServiceMinute minute : minutes) {
            assertSame(
                    naive.getOrDefault(new Key(minute.service(), ""), NaiveMinute.NONE),
                    minute.sockets(),
                    minute.hosts());
            assertThat(minute.endpoints()).hasSize(BenchSize.ENDPOINTS);
            for (EndpointMinute each : minute.endpoints()) {
                NaiveMinute peer =
                        naive.getOrDefault(
                                new Key(minute.service(), each.endpoint()), NaiveMinute.NONE);
                assertSame(peer, each.sockets(), each.hosts());
                assertPeak(peer.peak(), each.sockets().peak());
            }
        }
    }

    private static void assertSame(NaiveMinute naive, SocketMinute sockets, int hosts) {
        assertThat(naive.snapshots()).hasSize(hosts);
        assertThat(naive.activeCloses()).isEqualTo(sockets.activeCloses());
        assertThat(naive.opened()).isEqualTo(sockets.opened());
        assertThat(naive.ownedBy()).containsAllEntriesOf(sockets.ownedBy());
        assertMean(naive.sums().states().established(), sockets.mean().states().established());
        assertMean(naive.sums().keepAlive().unarmed(), sockets.mean().keepAlive().unarmed());
        for (int bucket = 0; bucket < sockets.mean().idle().counts().size(); bucket++) {
            assertMean(
                    naive.sums().idle().counts().get(bucket),
                    sockets.mean().idle().counts().get(bucket));
        }
        PortUse worst = naive.worst();
        PortPressure pressure = sockets.ports();
        assertThat(worst == null ? -1 : worst.utilisation())
                .isEqualTo(pressure == null ? -1 : pressure.utilisation());
    }

    private static void assertMean(long sum, long mean) {
        assertThat(Math.round((double) sum / BenchSize.ROUNDS_PER_MINUTE)).isEqualTo(mean);
    }

    /** The pipeline's knows of the TIME_WAIT between two snapshots as well. */
    private static void assertPeak(StateCounts naive, StateCounts peak) {
        for (TcpState state : TcpState.values()) {
            if (state != TcpState.TIME_WAIT) {
                assertThat(naive.of(state)).isEqualTo(peak.of(state));
            }
        }
    }
}
