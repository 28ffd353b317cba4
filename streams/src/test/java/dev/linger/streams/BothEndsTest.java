// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.Fleet.ENDPOINT;
import static dev.linger.streams.Fleet.client;
import static dev.linger.streams.Fleet.server;
import static dev.linger.streams.Fleet.snapshot;
import static dev.linger.streams.PipelineDriver.START;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import static java.util.Objects.requireNonNull;

import dev.linger.model.finding.Finding;
import dev.linger.model.finding.RuleName;
import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.OtherEnd;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Client and server of an endpoint on different hosts. */
class BothEndsTest {
    @TempDir private Path state;

    private PipelineDriver pipeline() {
        return new PipelineDriver(
                state, Map.of("streams.live-interval", "0s", "rules.open-after-minutes", "1"));
    }

    private static Instant at(int minute) {
        return START.plusSeconds(60L * minute + 20);
    }

    private static SocketSnapshot labelled(SocketSnapshot snapshot, String network) {
        return new SocketSnapshot(
                1,
                snapshot.host(),
                Map.of("network", network),
                snapshot.bootId(),
                snapshot.sequence(),
                snapshot.observedAt(),
                snapshot.intervalMillis(),
                snapshot.reader(),
                snapshot.groups(),
                snapshot.listeners());
    }

    private static List<@Nullable BothEnds> ends(PipelineDriver pipeline, String service) {
        return pipeline.completeMinutes().stream()
                .filter(minute -> minute.service().equals(service))
                .map(minute -> minute.endpoints().getFirst().bothEnds())
                .toList();
    }

    @Test
    void shouldTellWhoCallsWhom() {
        try (PipelineDriver pipeline = pipeline()) {
            for (int minute = 0; minute < 2; minute++) {
                pipeline.send(
                        snapshot("w1", minute, at(minute), client("web", ENDPOINT, 5, 60)),
                        snapshot("w2", minute, at(minute), client("web", ENDPOINT, 2, 0)),
                        snapshot("b1", minute, at(minute), client("batch", ENDPOINT, 1, 0)),
                        snapshot("a1", minute, at(minute), server("api", ENDPOINT, 8)));
            }

            List<ServiceMinute> minutes = pipeline.completeMinutes();
            BothEnds api = requireNonNull(minutes.get(0).endpoints().getFirst().bothEnds());
            BothEnds web = requireNonNull(minutes.get(2).endpoints().getFirst().bothEnds());
            assertThat(minutes)
                    .extracting(ServiceMinute::service)
                    .containsExactly("api", "batch", "web");
            assertThat(api.clientActiveCloses()).isEqualTo(10);
            assertThat(api.others())
                    .extracting(OtherEnd::service, OtherEnd::hosts, OtherEnd::established)
                    .containsExactly(tuple("web", 2, 7L), tuple("batch", 1, 1L));
            assertThat(web.others()).extracting(OtherEnd::host).containsExactly("a1");
        }
    }

    @Test
    void shouldSayNothingWhereTheAddressIsOnTwoHosts() {
        try (PipelineDriver pipeline = pipeline()) {
            for (int minute = 0; minute < 2; minute++) {
                pipeline.send(
                        snapshot("w1", minute, at(minute), client("web", ENDPOINT, 5, 0)),
                        snapshot("a1", minute, at(minute), server("api", ENDPOINT, 8)),
                        snapshot("a2", minute, at(minute), server("api", ENDPOINT, 8)));
            }

            assertThat(ends(pipeline, "web")).containsOnlyNulls();
        }
    }

    @Test
    void shouldKeepNetworksApartByTheLabel() {
        try (PipelineDriver pipeline = pipeline()) {
            for (int minute = 0; minute < 2; minute++) {
                pipeline.send(
                        labelled(
                                snapshot("w1", minute, at(minute), client("web", ENDPOINT, 5, 0)),
                                "blue"),
                        labelled(
                                snapshot("a1", minute, at(minute), server("api", ENDPOINT, 8)),
                                "blue"),
                        labelled(
                                snapshot("a2", minute, at(minute), server("db", ENDPOINT, 9)),
                                "green"));
            }

            BothEnds web = ends(pipeline, "web").getFirst();
            assertThat(web).extracting(BothEnds::serverEstablished).isEqualTo(8L);
        }
    }

    @Test
    void shouldFindPhantomsThatOnlyBothEndsTogetherShow() {
        try (PipelineDriver pipeline = pipeline()) {
            for (int minute = 0; minute < 3; minute++) {
                pipeline.send(
                        snapshot("w1", minute, at(minute), client("web", ENDPOINT, 5, 0)),
                        snapshot(
                                "a1",
                                "boot-1",
                                minute,
                                at(minute),
                                List.of(server("api", ENDPOINT, 2)),
                                List.of(
                                        new Listener(
                                                Fleet.NAMESPACE, "api", "0.0.0.0:9000", 5, 5, 4))));
            }

            List<Finding> phantoms =
                    pipeline.findings().stream()
                            .filter(finding -> finding.rule() == RuleName.PHANTOM_ESTABLISHED)
                            .toList();
            assertThat(phantoms).hasSize(1);
            assertThat(phantoms.getFirst().service()).isEqualTo("web");
            assertThat(phantoms.getFirst().evidence())
                    .containsEntry("phantomSockets", 3)
                    .containsEntry("serverHost", "a1");
        }
    }
}
