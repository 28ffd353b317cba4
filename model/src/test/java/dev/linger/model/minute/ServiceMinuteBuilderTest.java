// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import static dev.linger.model.minute.Snapshots.MINUTE;
import static dev.linger.model.minute.Snapshots.NAMESPACE;
import static dev.linger.model.minute.Snapshots.client;
import static dev.linger.model.minute.Snapshots.listener;
import static dev.linger.model.minute.Snapshots.server;
import static dev.linger.model.minute.Snapshots.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.snapshot.ServiceLimits;
import dev.linger.model.snapshot.ServiceLimits.Descriptors;
import dev.linger.model.snapshot.ServiceLimits.LocalPorts;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.Endpoint;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Adding up in two phases, in any order and through the internal form, changes nothing. */
class ServiceMinuteBuilderTest {
    private static final String SERVICE = "web";
    private static final int ENDPOINTS = 12;

    private static List<SocketSnapshot> randomFleet(Random random) {
        List<SocketSnapshot> snapshots = new ArrayList<>();
        for (int host = 0; host < 7; host++) {
            int count = 1 + random.nextInt(7);
            for (int sequence = 0; sequence < count; sequence++) {
                List<SocketGroup> groups = new ArrayList<>();
                for (int endpoint = 0; endpoint < random.nextInt(ENDPOINTS); endpoint++) {
                    String name = "10.1.0." + endpoint + ":80";
                    groups.add(
                            random.nextBoolean()
                                    ? client(SERVICE, name, random.nextInt(9), random.nextInt(500))
                                    : server(SERVICE, name, random.nextInt(9), random.nextInt(3)));
                }
                snapshots.add(
                        snapshot(
                                "h" + host,
                                sequence,
                                groups,
                                List.of(listener(SERVICE, "0.0.0.0:80", random.nextInt(6), 4)),
                                limits(random)));
            }
        }
        return snapshots;
    }

    private static ServiceLimits limits(Random random) {
        long ports = random.nextInt(5);
        return new ServiceLimits(
                SERVICE,
                random.nextBoolean()
                        ? null
                        : new LocalPorts(NAMESPACE, "10.0.0.1", ports, 2 * ports, 3, 1000),
                random.nextBoolean()
                        ? null
                        : new Descriptors(random.nextInt(3), random.nextInt(20), 20));
    }

    private static ServiceMinute atOnce(List<SocketSnapshot> snapshots) {
        MinuteAccumulator accumulator = new MinuteAccumulator(MINUTE);
        snapshots.forEach(accumulator::add);
        return accumulator.build(true).getFirst();
    }

    private static ServiceMinute inTwoPhases(List<SocketSnapshot> snapshots, int partitions) {
        List<FleetMinute> fleets = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            fleets.add(new FleetMinute(MINUTE));
        }
        snapshots.forEach(snapshot ->
                fleets.get(Math.floorMod(snapshot.host().hashCode(), partitions)).add(snapshot));
        List<ServiceMinuteBuilder> partials =
                fleets.stream()
                        .flatMap(fleet -> fleet.services(host -> null).values().stream())
                        .toList();
        ServiceMinuteBuilder merged = new ServiceMinuteBuilder(SERVICE, MINUTE);
        partials.forEach(
                partial -> merged.merge(ServiceMinuteBuilder.fromBytes(partial.toBytes())));
        FleetEnds fleet = new FleetEnds();
        fleets.forEach(part -> part.hosts().forEach(host -> fleet.add(host, "")));
        return joined(fleet, merged.build(true, ServiceMinuteBuilder.DEFAULT_ENDPOINTS));
    }

    private static ServiceMinute joined(FleetEnds fleet, ServiceMinute minute) {
        ServiceEnds ends = fleet.join().get(minute.service());
        return ends == null ? minute : ends.addTo(minute);
    }

    @Test
    void shouldNotDependOnOrderNorOnPhases() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<SocketSnapshot> snapshots = randomFleet(random);
            ServiceMinute expected = atOnce(snapshots);
            Collections.shuffle(snapshots, random);

            assertThat(atOnce(snapshots)).as("seed %d", seed).isEqualTo(expected);
            assertThat(inTwoPhases(snapshots, 1 + seed % 4))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldKeepTotalsExactWhenEndpointsFold() {
        List<SocketSnapshot> snapshots = randomFleet(new Random(7));
        ServiceMinute all = atOnce(snapshots);
        MinuteAccumulator hosts = new MinuteAccumulator(MINUTE);
        snapshots.forEach(hosts::add);
        ServiceMinute folded = folded(snapshots, 3);

        assertThat(folded.sockets()).isEqualTo(all.sockets());
        assertThat(folded.endpoints()).hasSize(5);
        assertThat(folded.endpoints().subList(0, 3)).isEqualTo(all.endpoints().subList(0, 3));
        assertThat(folded.endpoints().subList(3, 5))
                .extracting(EndpointMinute::endpoint)
                .containsOnly(Endpoint.OTHER);
        assertThat(opened(folded)).isEqualTo(opened(all)).isEqualTo(all.sockets().opened());
    }

    private static ServiceMinute folded(List<SocketSnapshot> snapshots, int keep) {
        FleetMinute fleet = new FleetMinute(MINUTE);
        snapshots.forEach(fleet::add);
        FleetEnds ends = new FleetEnds();
        fleet.hosts().forEach(host -> ends.add(host, ""));
        return joined(ends, fleet.service(SERVICE, host -> null).build(true, keep));
    }

    private static long opened(ServiceMinute minute) {
        return minute.endpoints().stream().mapToLong(e -> e.sockets().opened()).sum();
    }

    @Test
    void shouldPutTheEndpointUnderMostPressureFirst() {
        ServiceMinute minute =
                atOnce(
                        List.of(
                                snapshot(
                                        "h1",
                                        0,
                                        client(SERVICE, "10.0.0.2:1", 100, 0),
                                        client(SERVICE, "10.0.0.2:2", 100, 890),
                                        server(SERVICE, "10.0.0.2:3", 10, 20))));

        assertThat(minute.endpoints())
                .extracting(EndpointMinute::endpoint)
                .containsExactly("10.0.0.2:3", "10.0.0.2:2", "10.0.0.2:1");
    }

    @Test
    void shouldStayBoundedUnderAFloodOfEndpoints() {
        FleetMinute fleet = new FleetMinute(MINUTE);
        long opened = 0;
        for (int sequence = 0; sequence < 10; sequence++) {
            List<SocketGroup> groups = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                groups.add(
                        client(
                                SERVICE,
                                "10.%d.%d.%d:80".formatted(sequence, i / 250, i % 250),
                                1,
                                0));
                opened++;
            }
            fleet.add(snapshot("scanner", sequence, groups, List.of()));
        }
        ServiceMinute minute = fleet.service(SERVICE, host -> null).build(true, 10);

        assertThat(fleet.endpoints()).isLessThanOrEqualTo(FleetService.MAX_ENDPOINTS + 1);
        assertThat(minute.endpoints()).hasSize(11);
        assertThat(minute.sockets().opened()).isEqualTo(opened);
        assertThat(opened(minute)).isEqualTo(opened);
        assertThat(minute.sockets().mean().states().established()).isEqualTo(5_000);
    }
}
