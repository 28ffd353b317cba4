// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.collector.inetdiag.CapturedDump;
import dev.linger.collector.inetdiag.InetDiagDump;
import dev.linger.collector.ownership.NamingRules;
import dev.linger.collector.ownership.Owners;
import dev.linger.collector.ownership.Services;
import dev.linger.collector.proc.EphemeralPorts;
import dev.linger.collector.proc.ProcFs;
import dev.linger.collector.sampling.GroupAssembler.Groups;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.tcp.Endpoint;
import dev.linger.model.tcp.Side;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;

/** Sockets that were captured, or are written as the kernel would, become groups. */
class GroupingTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir private Path directory;
    private final Services services = new Services(NamingRules.NONE);
    private final ListenerTable listeners = new ListenerTable();
    private final Talkers talkers = new Talkers();
    private final SinceSnapshot since = new SinceSnapshot();
    private final TestSocket socket = new TestSocket();
    private ScanAccumulator scan;
    private long nowNanos = 1000 * SECOND;

    @BeforeEach
    void layOutCgroups() throws IOException {
        Path proc = directory.resolve("proc");
        Files.createDirectories(proc.resolve("self"));
        Files.createDirectories(directory.resolve("cgroup/billing"));
        Files.createDirectories(directory.resolve("cgroup/shop"));
        Files.writeString(
                proc.resolve("self/mountinfo"),
                "41 31 0:38 / " + directory.resolve("cgroup") + " rw - cgroup2 cgroup2 rw\n");
        Owners owners = new Owners(new ProcFs(proc), directory, services);
        scan =
                new ScanAccumulator(
                        ScanBuffers.of(null), owners, listeners, new ConnectionMemory(1 << 20));
    }

    @Test
    void shouldGroupACapturedDump() throws IOException {
        prepare();
        CapturedDump.mixed().replay(scan, nowNanos);
        Groups groups = finish(100);
        SocketGroup client = group(groups, Side.CLIENT, "127.0.0.1:9000");
        assertThat(client.states().established()).isEqualTo(10);
        assertThat(client.keepAlive().armed()).isEqualTo(4);
        assertThat(group(groups, Side.CLIENT, "127.0.0.1:9001").states().timeWait()).isEqualTo(7);
        assertThat(group(groups, Side.SERVER, "127.0.0.1:9001").states().timeWait()).isEqualTo(5);
        assertThat(group(groups, Side.SERVER, "127.0.0.1:9002").states().closeWait()).isEqualTo(3);
        assertThat(group(groups, Side.CLIENT, "127.0.0.1:9002").states().finWait2()).isEqualTo(3);
        assertThat(group(groups, Side.CLIENT, "[::1]:9006").states().established()).isEqualTo(1);
        assertThat(group(groups, Side.SERVER, "127.0.0.1:9007").states().established())
                .isEqualTo(1);
        assertThat(sockets(groups)).isEqualTo(53);
        assertThat(groups.folded()).isZero();
    }

    @Test
    void shouldFoldTheSmallestGroupsAndKeepEverySocket() {
        prepare();
        long cookie = 0;
        for (int endpoint = 0; endpoint < 50_000; endpoint++) {
            int sockets = endpoint < 10 ? 1_000 : endpoint % 2 == 0 ? 4 : 6;
            for (int i = 0; i < sockets; i++) {
                cookie++;
                scan.socket(socket.timeWait(cookie, 32_768 + i, endpoint, 30_000), nowNanos);
            }
        }
        Groups groups = finish(500);
        assertThat(groups.groups()).hasSizeLessThanOrEqualTo(500);
        assertThat(sockets(groups)).isEqualTo(cookie);
        assertThat(groups.folded()).isEqualTo(50_000 - 499);
        assertThat(groups.groups())
                .filteredOn(group -> group.states().timeWait() == 1_000)
                .hasSize(10);
        assertThat(groups.groups().getFirst().endpoint()).isEqualTo(Endpoint.OTHER);
    }

    @Test
    void shouldKeepEverySocketBeyondTheLargestNumberOfCells() {
        prepare();
        int endpoints = CellTable.MAX_CELLS + 20_000;
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
            scan.socket(socket.timeWait(endpoint + 1, 40_000, endpoint, 30_000), nowNanos);
        }
        Groups groups = finish(100);
        assertThat(groups.groups()).hasSizeLessThanOrEqualTo(100);
        assertThat(sockets(groups)).isEqualTo(endpoints);
    }

    @Test
    void shouldGiveATimeWaitToTheOneServiceThatTalksToItsEndpoint() throws IOException {
        prepare();
        scan.socket(socket.established(1, 40_000, 7, cgroup("billing")), nowNanos);
        scan.socket(socket.timeWait(2, 40_001, 7, 30_000), nowNanos);
        SocketGroup group = group(finish(100), Side.CLIENT, "10.0.0.7:9000");
        assertThat(group.service()).isEqualTo("billing");
        assertThat(group.ownedBy()).isEqualTo(Map.of(OwnedBy.CGROUP, 1L, OwnedBy.ENDPOINT, 1L));
        assertThat(group.ports()).isEqualTo(new PortUse("127.0.0.1", 2, 1, 28_232));
    }

    @Test
    void shouldGiveATimeWaitToNobodyWhereTwoServicesTalkToItsEndpoint() throws IOException {
        prepare();
        scan.socket(socket.established(1, 40_000, 7, cgroup("billing")), nowNanos);
        scan.socket(socket.established(2, 40_001, 7, cgroup("shop")), nowNanos);
        scan.socket(socket.timeWait(3, 40_002, 7, 30_000), nowNanos);
        Groups groups = finish(100);
        assertThat(groups.groups())
                .extracting(SocketGroup::service)
                .containsExactlyInAnyOrder("billing", "shop", SocketGroup.UNKNOWN_SERVICE);
        assertThat(groups.groups())
                .extracting(SocketGroup::ports)
                .containsOnly(new PortUse("127.0.0.1", 3, 1, 28_232));
    }

    @Test
    void shouldRememberTheOwnerOfAConnectionAfterItsCgroupIsGone() throws IOException {
        prepare();
        scan.socket(socket.established(1, 40_000, 7, cgroup("billing")), nowNanos);
        scan.socket(socket.established(2, 40_001, 7, cgroup("shop")), nowNanos);
        finish(100);
        Files.delete(directory.resolve("cgroup/billing"));
        prepare();
        scan.socket(socket.timeWait(1, 40_000, 7, 2_000), nowNanos);
        SocketGroup group = group(finish(100), Side.CLIENT, "10.0.0.7:9000");
        assertThat(group.service()).isEqualTo("billing");
        assertThat(group.ownedBy()).isEqualTo(Map.of(OwnedBy.FOUR_TUPLE, 1L));
        assertThat(group.activeCloses()).isEqualTo(1);
    }

    @Test
    void shouldVoidWhatAnInterruptedDumpCounted() {
        prepare();
        scan.socket(socket.timeWait(1, 40_000, 7, 5_000), nowNanos);
        scan.begin(nowNanos);
        scan.socket(socket.timeWait(1, 40_000, 7, 5_000), nowNanos);
        SocketGroup group = group(finish(100), Side.CLIENT, "10.0.0.7:9000");
        assertThat(group.states().timeWait()).isEqualTo(1);
        assertThat(group.activeCloses()).isEqualTo(1);
    }

    @Test
    void shouldCountActiveClosesOnceWhereAFastScanLeavesTimeWaitOut() {
        prepare();
        scan.socket(socket.timeWait(1, 40_000, 7, 2_000), nowNanos);
        finish(100);
        prepare(InetDiagDump.ALL_BUT_ESTABLISHED & ~InetDiagDump.TIME_WAIT);
        scan.finish();
        prepare();
        scan.socket(socket.timeWait(1, 40_000, 7, 22_000), nowNanos);
        scan.socket(socket.timeWait(2, 40_001, 7, 15_000), nowNanos);
        scan.socket(socket.timeWait(3, 40_002, 7, 1_000), nowNanos);
        SocketGroup group = group(finish(100), Side.CLIENT, "10.0.0.7:9000");
        assertThat(group.states().timeWait()).isEqualTo(3);
        assertThat(group.activeCloses()).isEqualTo(2);
    }

    private void prepare() {
        prepare(InetDiagDump.ALL_STATES);
    }

    private void prepare(int states) {
        nowNanos += 10 * SECOND;
        scan.prepare(
                new EphemeralPorts(32_768, 60_999, new BitSet()),
                states,
                states == InetDiagDump.ALL_STATES,
                nowNanos - 10 * SECOND);
        scan.begin(nowNanos);
    }

    private Groups finish(int maxGroups) {
        scan.finish();
        talkers.add(scan.cells(), nowNanos);
        since.add(scan.cells());
        Groups groups =
                new GroupAssembler(services)
                        .assemble(
                                1,
                                maxGroups,
                                scan.cells(),
                                since,
                                new OwnerResolution(listeners, talkers),
                                28_232,
                                true,
                                nowNanos);
        since.clear();
        return groups;
    }

    private long cgroup(String name) throws IOException {
        return (Long) Files.getAttribute(directory.resolve("cgroup").resolve(name), "unix:ino");
    }

    private static long sockets(Groups groups) {
        return groups.groups().stream().mapToLong(group -> group.states().total()).sum();
    }

    private static SocketGroup group(Groups groups, Side side, String endpoint) {
        return groups.groups().stream()
                .filter(group -> group.side() == side && group.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such group in " + groups));
    }
}
