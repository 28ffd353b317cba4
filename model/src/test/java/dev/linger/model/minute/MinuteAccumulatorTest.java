// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import static dev.linger.model.minute.Snapshots.MINUTE;
import static dev.linger.model.minute.Snapshots.NAMESPACE;
import static dev.linger.model.minute.Snapshots.client;
import static dev.linger.model.minute.Snapshots.listener;
import static dev.linger.model.minute.Snapshots.server;
import static dev.linger.model.minute.Snapshots.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.kernel.ConfiguredSysctl;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.NamespaceKernel;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.Stalls;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;

class MinuteAccumulatorTest {
    private static final String A = "10.0.0.2:9000";
    private static final String B = "10.0.0.3:9000";

    private static ServiceMinute only(SocketSnapshot... snapshots) {
        return accumulate(List.of(snapshots)).getFirst();
    }

    private static List<ServiceMinute> accumulate(List<SocketSnapshot> snapshots) {
        MinuteAccumulator accumulator = new MinuteAccumulator(MINUTE);
        snapshots.forEach(accumulator::add);
        return accumulator.build(true);
    }

    @Test
    void shouldSumTheHostsMeansNotTheirSnapshots() {
        ServiceMinute minute =
                only(
                        snapshot("h1", 0, client("web", A, 10, 0)),
                        snapshot("h1", 1, client("web", A, 20, 0)),
                        snapshot("h2", 0, client("web", A, 100, 0)));

        assertThat(minute.sockets().mean().states().established()).isEqualTo(115);
        assertThat(minute.hosts()).isEqualTo(2);
        assertThat(minute.snapshots()).isEqualTo(3);
        assertThat(minute.coverageMillis()).isEqualTo(30_000);
    }

    @Test
    void shouldCountASnapshotWithoutTheGroupAsZero() {
        ServiceMinute minute =
                only(
                        snapshot("h1", 0, client("web", A, 9, 0)),
                        snapshot("h1", 1),
                        snapshot("h1", 2));

        assertThat(minute.sockets().mean().states().established()).isEqualTo(3);
        assertThat(minute.snapshots()).isEqualTo(3);
    }

    @Test
    void shouldRoundTheFleetsSumHalfUp() {
        assertThat(meanOf(1, 2)).as("1/2 + 1/2 = 1").isEqualTo(1);
        assertThat(meanOf(1, 1)).as("1/2 = 0.5").isEqualTo(1);
        ServiceMinute thirdAndSixth =
                only(
                        snapshot("h1", 0, client("web", A, 1, 0)),
                        snapshot("h1", 1),
                        snapshot("h1", 2),
                        snapshot("h2", 0, client("web", A, 1, 0)),
                        snapshot("h2", 1),
                        snapshot("h2", 2),
                        snapshot("h2", 3),
                        snapshot("h2", 4),
                        snapshot("h2", 5));
        assertThat(thirdAndSixth.sockets().mean().states().established())
                .as("1/3 + 1/6 = 0.5")
                .isEqualTo(1);
    }

    private static long meanOf(long established, int hosts) {
        MinuteAccumulator accumulator = new MinuteAccumulator(MINUTE);
        for (int i = 0; i < hosts; i++) {
            accumulator.add(snapshot("h" + i, 0, client("web", A, established, 0)));
            accumulator.add(snapshot("h" + i, 1));
        }
        return accumulator.build(true).getFirst().sockets().mean().states().established();
    }

    @Test
    void shouldKeepThePeakOfOneHostInOneSnapshot() {
        ServiceMinute minute =
                only(
                        snapshot("h1", 0, client("web", A, 10, 3), client("web", B, 4, 0)),
                        snapshot("h1", 1, client("web", A, 12, 0)),
                        snapshot("h2", 0, client("web", A, 13, 9)));

        assertThat(minute.sockets().peak().established()).isEqualTo(14);
        assertThat(minute.sockets().peak().timeWait()).as("peaks between snapshots").isEqualTo(14);
        assertThat(minute.sockets().peakHost()).isEqualTo("h2");
        assertThat(minute.endpoints().getFirst().sockets().peak().established()).isEqualTo(13);
    }

    @Test
    void shouldNameTheWorstPortPressureWithItsRate() {
        PortPressure worst =
                Objects.requireNonNull(
                        only(
                                        snapshot("h1", 0, client("web", A, 100, 50)),
                                        snapshot("h1", 1, client("web", B, 10, 330)),
                                        snapshot("h2", 0, client("web", A, 200, 0)))
                                .sockets()
                                .ports());

        assertThat(worst)
                .isEqualTo(new PortPressure("h1", NAMESPACE, "10.0.0.1", 340, 330, 1000, 16.5));
    }

    @Test
    void shouldCountASnapshotOnce() {
        MinuteAccumulator accumulator = new MinuteAccumulator(MINUTE);
        SocketSnapshot snapshot = snapshot("h1", 7, client("web", A, 10, 4));

        assertThat(accumulator.add(snapshot)).isTrue();
        assertThat(accumulator.add(snapshot)).isFalse();

        ServiceMinute minute = accumulator.build(true).getFirst();
        assertThat(minute.sockets().opened()).isEqualTo(10);
        assertThat(minute.snapshots()).isEqualTo(1);
    }

    @Test
    void shouldFindTheFullestAcceptQueue() {
        ServiceMinute minute =
                only(
                        snapshot("h1", 0, List.of(), List.of(listener("web", A, 5, 4))),
                        snapshot("h1", 1, List.of(), List.of(listener("web", A, 1, 4))),
                        snapshot("h2", 0, List.of(), List.of(listener("web", A, 90, 128))));

        assertThat(minute.listeners()).containsExactly(new ListenerMinute(A, "h1", 5, 4, 3, 1));
        assertThat(minute.hosts()).isEqualTo(2);
    }

    @Test
    void shouldCountListenersThatShareAnEndpointOncePerSnapshot() {
        ServiceMinute minute =
                only(
                        snapshot(
                                "h1",
                                0,
                                List.of(),
                                List.of(listener("web", A, 5, 4), listener("web", A, 6, 4))));

        assertThat(minute.listeners()).containsExactly(new ListenerMinute(A, "h1", 6, 4, 1, 1));
    }

    @Test
    void shouldSayHowOwnersWereFound() {
        assertThat(only(snapshot("h1", 0, server("web", A, 3, 2))).sockets().ownedBy())
                .isEqualTo(Map.of(OwnedBy.CGROUP, 5L));
    }

    @Test
    void shouldGiveTheKernelOfTheWorstHostWithTheGrowthOfItsCounters() {
        MinuteAccumulator accumulator = new MinuteAccumulator(MINUTE);
        accumulator.add(snapshot("calm", 0, client("web", A, 1, 0)));
        accumulator.add(snapshot("busy", 0, client("web", A, 500, 0)));
        accumulator.add(kernel("calm", 0, 0));
        accumulator.add(kernel("busy", 60, 12));
        accumulator.add(kernel("busy", 0, 5));

        assertThat(accumulator.build(true).getFirst().kernel())
                .isEqualTo(
                        new KernelContext(
                                "busy",
                                NAMESPACE,
                                Map.of("net.ipv4.tcp_tw_reuse", "2"),
                                Map.of("TcpExt.ListenOverflows", 7L),
                                Map.of("sockstat.TCP.tw", 1200L),
                                null));
    }

    @Test
    void shouldTellWhatTheFilesConfigureOtherwiseThanItIs() {
        MinuteAccumulator accumulator = new MinuteAccumulator(MINUTE);
        ConfiguredSysctl same = new ConfiguredSysctl("2", "/etc/sysctl.d/10-a.conf");
        ConfiguredSysctl gone = new ConfiguredSysctl("1", "/etc/sysctl.d/20-b.conf");
        NamespaceKernel own =
                new NamespaceKernel(NAMESPACE, Map.of("net.ipv4.tcp_tw_reuse", "2"), Map.of());
        accumulator.add(snapshot("busy", 0, client("billing", A, 1, 0)));
        accumulator.add(
                new KernelSnapshot(
                        1,
                        "busy",
                        "boot-1",
                        MINUTE,
                        "6.18.44",
                        List.of(own),
                        null,
                        null,
                        Map.of(
                                "net.ipv4.tcp_tw_reuse", same,
                                "net.ipv4.tcp_tw_recycle", gone)));

        KernelContext kernel = Objects.requireNonNull(accumulator.build(true).getFirst().kernel());
        assertThat(kernel.configured()).isEqualTo(Map.of("net.ipv4.tcp_tw_recycle", gone));
    }

    @Test
    void shouldKeepStallsApartFromHostsThatDoNotCountThem() {
        ServiceMinute minute =
                only(
                        snapshot("old", 0, withoutStalls(A), withoutStalls(B)),
                        snapshot("new", 0, client("billing", B, 4, 0)));

        assertThat(mean(minute, A).stalls()).isNull();
        assertThat(mean(minute, B).stalls())
                .isEqualTo(new Stalls(0, 4, 0, 0, 1, 2, 0, AgeHistogram.EMPTY));
    }

    private static SocketGauges mean(ServiceMinute minute, String endpoint) {
        return minute.endpoints().stream()
                .filter(row -> row.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow()
                .sockets()
                .mean();
    }

    private static SocketGroup withoutStalls(String endpoint) {
        SocketGroup with = client("billing", endpoint, 4, 0);
        return new SocketGroup(
                with.namespace(),
                with.service(),
                with.side(),
                with.family(),
                with.endpoint(),
                with.states(),
                with.timeWaitPeak(),
                with.activeCloses(),
                with.opened(),
                with.ports(),
                with.keepAlive(),
                with.idle(),
                with.idleUnarmed(),
                with.closeWaitAge(),
                with.rttMicros(),
                with.retransmitting(),
                with.receiveQueueBytes(),
                with.sendQueueBytes(),
                with.ownedBy());
    }

    @Test
    void shouldLeaveTheKernelOutUntilAHostSentIt() {
        @Nullable KernelContext kernel = only(snapshot("h1", 0, client("web", A, 1, 0))).kernel();
        assertThat(kernel).isNull();
    }

    private static KernelSnapshot kernel(String host, long second, long overflows) {
        return new KernelSnapshot(
                1,
                host,
                "boot-1",
                MINUTE.plusSeconds(second),
                "6.18.0",
                List.of(
                        new NamespaceKernel(
                                NAMESPACE,
                                Map.of("net.ipv4.tcp_tw_reuse", "2"),
                                Map.of(
                                        "TcpExt.ListenOverflows",
                                        overflows,
                                        "sockstat.TCP.tw",
                                        100 * overflows,
                                        "Tcp.CurrEstab",
                                        10 * overflows))),
                null,
                null);
    }
}
