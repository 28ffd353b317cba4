// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.Fleet.client;
import static dev.linger.streams.Fleet.snapshot;
import static dev.linger.streams.PipelineDriver.START;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.ServiceMinuteBuilder;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.tcp.Endpoint;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** More of something than there should be: totals stay exact, and state stays small. */
class FloodTest {
    private static final int SERVICES = 5_000;
    private static final int ENDPOINTS = 50_000;

    /** A partial of four times the endpoints that a minute lists, with some 300 bytes for each. */
    private static final long LARGEST_PARTIAL = 100_000;

    @TempDir private Path state;
    private PipelineDriver pipeline;

    @BeforeEach
    void open() {
        pipeline = new PipelineDriver(state, Map.of("streams.live-interval", "0s"));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void send(int sequence, int second, List<SocketGroup> groups) {
        pipeline.send(
                snapshot(
                        "host-1",
                        "boot-1",
                        sequence,
                        START.plusSeconds(second),
                        groups,
                        List.of()));
    }

    @Test
    void shouldPublishEachOf5000ServicesOfOneHost() {
        List<SocketGroup> groups = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            groups.add(client("service-" + i, "10.0.0.%d:80".formatted(i % 250), i, 1));
        }
        send(0, 10, groups);
        send(1, 20, groups);
        send(2, 75, List.of());

        List<ServiceMinute> minutes = pipeline.completeMinutes();
        assertThat(minutes).extracting(ServiceMinute::service).doesNotHaveDuplicates();
        assertThat(minutes).hasSize(SERVICES).allMatch(minute -> minute.snapshots() == 2);
        assertThat(minutes.stream().mapToLong(FloodTest::established).sum())
                .isEqualTo(SERVICES * (SERVICES - 1L) / 2);
    }

    /**
     * A new thousand of endpoints in each snapshot, one connection to each, and one steady pool.
     */
    @Test
    void shouldFoldAScannersFloodIntoOtherWithExactTotals() {
        int each = ENDPOINTS / 50;
        for (int sequence = 0; sequence < 50; sequence++) {
            List<SocketGroup> groups = new ArrayList<>();
            groups.add(client("scanner", "10.9.9.9:443", 700, 100));
            for (int i = 0; i < each; i++) {
                int number = sequence * each + i;
                groups.add(
                        client(
                                "scanner",
                                "10.%d.%d.%d:22"
                                        .formatted(number >> 16, number >> 8 & 255, number & 255),
                                50,
                                0));
            }
            send(sequence, sequence, groups);
        }
        send(50, 75, List.of());

        ServiceMinute minute = pipeline.completeMinutes().getFirst();
        assertThat(minute.snapshots()).isEqualTo(50);
        assertThat(established(minute)).isEqualTo(700 + 50L * each);
        assertThat(minute.endpoints())
                .hasSizeLessThanOrEqualTo(ServiceMinuteBuilder.DEFAULT_ENDPOINTS + 1)
                .extracting(EndpointMinute::endpoint)
                .contains("10.9.9.9:443", Endpoint.OTHER);
        assertThat(
                        minute.endpoints().stream()
                                .mapToLong(row -> row.sockets().mean().states().established())
                                .sum())
                .isEqualTo(established(minute));
        assertThat(pipeline.largestValueOf(PipelineNames.CLOSED_PARTIALS_STORE))
                .isBetween(1L, LARGEST_PARTIAL);
    }

    @Test
    void shouldFoldAFloodInOneSnapshot() {
        List<SocketGroup> groups = new ArrayList<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            groups.add(
                    client(
                            "scanner",
                            "10.%d.%d.%d:22".formatted(i >> 16, i >> 8 & 255, i & 255),
                            1,
                            1));
        }
        send(0, 10, groups);
        send(1, 75, List.of());

        ServiceMinute minute = pipeline.completeMinutes().getFirst();
        assertThat(established(minute)).isEqualTo(ENDPOINTS);
        assertThat(minute.sockets().mean().states().timeWait()).isEqualTo(ENDPOINTS);
        assertThat(minute.endpoints())
                .hasSizeLessThanOrEqualTo(ServiceMinuteBuilder.DEFAULT_ENDPOINTS + 1);
        assertThat(pipeline.largestValueOf(PipelineNames.CLOSED_PARTIALS_STORE))
                .isBetween(1L, LARGEST_PARTIAL);
    }

    private static long established(ServiceMinute minute) {
        return minute.sockets().mean().states().established();
    }
}
