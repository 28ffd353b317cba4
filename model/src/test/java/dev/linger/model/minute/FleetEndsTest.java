// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import static dev.linger.model.minute.Snapshots.MINUTE;
import static dev.linger.model.minute.Snapshots.client;
import static dev.linger.model.minute.Snapshots.listener;
import static dev.linger.model.minute.Snapshots.server;
import static dev.linger.model.minute.Snapshots.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** Client side and server side meet where it is certain that they belong together. */
class FleetEndsTest {
    private static final String API = "10.0.0.2:9000";
    private static final String LOOPBACK = "127.0.0.1:80";

    private static HostMinute host(String name, SocketGroup... groups) {
        return minute(snapshot(name, 0, List.of(groups), List.of()));
    }

    private static HostMinute minute(SocketSnapshot snapshot) {
        FleetMinute fleet = new FleetMinute(MINUTE);
        fleet.add(snapshot);
        return fleet.hosts().iterator().next();
    }

    private static @Nullable BothEnds ends(FleetEnds fleet, HostMinute seenFrom, String service) {
        HostService seen = Objects.requireNonNull(seenFrom.services().get(service), service);
        ServiceMinute minute =
                new ServiceMinuteBuilder(MINUTE, seen.fleet, host -> null).build(true, 64);
        ServiceEnds ends = fleet.join().get(service);
        ServiceMinute joined = ends == null ? minute : ends.addTo(minute);
        assertThat(joined.endpoints()).hasSize(1);
        return joined.endpoints().getFirst().bothEnds();
    }

    @Test
    void shouldTellEachEndOfTheOther() {
        HostMinute web = host("a", client("web", API, 5, 40));
        HostMinute cron = host("b", client("cron", API, 1, 0));
        HostMinute api =
                minute(
                        snapshot(
                                "c",
                                0,
                                List.of(server("api", API, 4, 2)),
                                List.of(listener("api", "0.0.0.0:9000", 7, 4))));
        FleetEnds fleet = new FleetEnds().add(web, "").add(cron, "").add(api, "");

        assertThat(ends(fleet, web, "web"))
                .isEqualTo(
                        new BothEnds(
                                6,
                                4,
                                20,
                                0,
                                List.of(new OtherEnd("api", "c", 1, 4, 0, 0, 2, 0, 0, 4, 7L, 4L))));
        assertThat(ends(fleet, api, "api"))
                .isEqualTo(
                        new BothEnds(
                                6,
                                4,
                                20,
                                0,
                                List.of(
                                        new OtherEnd(
                                                "web", "a", 1, 5, 0, 0, 0, 40, 20, 5, null, null),
                                        new OtherEnd(
                                                "cron", "b", 1, 1, 0, 0, 0, 0, 0, 1, null, null))));
    }

    @Test
    void shouldSayNothingWhereTwoHostsHaveTheAddress() {
        HostMinute web = host("a", client("web", API, 5, 0));
        FleetEnds fleet =
                new FleetEnds()
                        .add(web, "")
                        .add(host("c", server("api", API, 5, 0)), "")
                        .add(host("d", server("api", API, 0, 1)), "");

        assertThat(ends(fleet, web, "web")).isNull();
    }

    @Test
    void shouldSayNothingWhereTwoServicesOfAHostHaveTheAddress() {
        HostMinute web = host("a", client("web", API, 5, 0));
        HostMinute two = host("c", server("api", API, 5, 0), server("db", API, 5, 0));

        assertThat(ends(new FleetEnds().add(web, "").add(two, ""), web, "web")).isNull();
    }

    @Test
    void shouldCountSocketsWithoutAnOwnerToTheKnownServer() {
        HostMinute web = host("a", client("web", API, 5, 0));
        HostMinute api =
                host("c", server("api", API, 3, 0), server(SocketGroup.UNKNOWN_SERVICE, API, 2, 0));

        BothEnds ends = ends(new FleetEnds().add(web, "").add(api, ""), web, "web");

        assertThat(ends).extracting(BothEnds::serverEstablished).isEqualTo(5L);
        assertThat(ends).extracting(both -> both.others().getFirst().service()).isEqualTo("api");
    }

    @Test
    void shouldKeepNetworksApart() {
        HostMinute web = host("a", client("web", API, 5, 0));
        FleetEnds fleet =
                new FleetEnds()
                        .add(web, "blue")
                        .add(host("c", server("api", API, 5, 0)), "blue")
                        .add(host("d", server("api", API, 9, 0)), "green");

        BothEnds ends = ends(fleet, web, "web");

        assertThat(ends).extracting(BothEnds::serverEstablished).isEqualTo(5L);
    }

    @Test
    void shouldJoinLoopbackWithinItsHostOnly() {
        HostMinute one = host("a", client("web", LOOPBACK, 5, 0), server("api", LOOPBACK, 4, 0));
        HostMinute other = host("b", client("cron", LOOPBACK, 5, 0));
        FleetEnds fleet = new FleetEnds().add(one, "").add(other, "");

        assertThat(fleet.join()).containsOnlyKeys("web", "api");
    }

    @Test
    void shouldNotRelyOnAServerThatWasReadInPart() {
        HostMinute web = host("a", client("web", API, 5, 0));
        SocketSnapshot whole = snapshot("c", 0, server("api", API, 4, 0));
        HostMinute api =
                minute(
                        new SocketSnapshot(
                                1,
                                "c",
                                Map.of(),
                                "boot-1",
                                0,
                                whole.observedAt(),
                                10_000,
                                new ReaderReport("sock_diag", 900, 0, 2, 1, 0, 0, List.of()),
                                whole.groups(),
                                List.of()));

        assertThat(ends(new FleetEnds().add(web, "").add(api, ""), web, "web")).isNull();
    }

    @Test
    void shouldJoinTheSameInPiecesAndInAnyOrder() {
        Random random = new Random(20_261_121);
        List<HostMinute> hosts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            hosts.add(
                    host(
                            "h" + i,
                            client("s" + random.nextInt(9), place(random), random.nextInt(50), 3),
                            server("s" + random.nextInt(9), place(random), random.nextInt(50), 3)));
        }
        FleetEnds whole = new FleetEnds();
        hosts.forEach(host -> whole.add(host, "net"));

        Collections.shuffle(hosts, random);
        List<FleetEnds> joins = List.of(new FleetEnds(), new FleetEnds(), new FleetEnds());
        for (List<HostMinute> source : List.of(hosts.subList(0, 9), hosts.subList(9, 40))) {
            FleetEnds part = new FleetEnds();
            source.forEach(host -> part.add(host, "net"));
            List<List<byte[]>> pieces = part.split(3, text -> Math.floorMod(text.hashCode(), 3));
            for (int join = 0; join < 3; join++) {
                pieces.get(join).forEach(joins.get(join)::addBytes);
            }
        }
        Map<String, ServiceEnds> inPieces = new TreeMap<>();
        for (FleetEnds join : joins) {
            join.join()
                    .forEach((service, ends) ->
                            inPieces.computeIfAbsent(service, name -> new ServiceEnds())
                                    .addBytes(ends.toBytes()));
        }

        assertThat(whole.join()).isNotEmpty();
        assertThat(bytes(inPieces)).isEqualTo(bytes(whole.join()));
    }

    private static String place(Random random) {
        return "10.0.0." + random.nextInt(60) + ":80";
    }

    private static Map<String, List<Byte>> bytes(Map<String, ServiceEnds> ends) {
        Map<String, List<Byte>> bytes = new TreeMap<>();
        ends.forEach((service, joined) -> {
            List<Byte> list = new ArrayList<>();
            for (byte each : joined.toBytes()) {
                list.add(each);
            }
            bytes.put(service, list);
        });
        return bytes;
    }

    @Test
    void shouldStayBoundedUnderAFloodOfEndpoints() {
        List<SocketGroup> flood = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            flood.add(
                    client(
                            "scanner-" + i % 100,
                            "10.%d.%d.1:80".formatted(i / 250, i % 250),
                            1,
                            0));
        }
        HostMinute scanner = minute(snapshot("s", 0, flood, List.of()));

        long bytes =
                new FleetEnds()
                        .add(scanner, "").split(1, place -> 0).getFirst().stream()
                                .mapToLong(piece -> piece.length)
                                .sum();

        assertThat(bytes).isLessThan(64L * FleetEnds.MAX_HOST_CLIENTS);
    }
}
