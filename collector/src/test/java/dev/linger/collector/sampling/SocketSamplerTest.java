// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.linux.TestNamespace;
import dev.linger.collector.proc.NetworkNamespaces;
import dev.linger.collector.proc.ProcFs;
import dev.linger.model.settings.Settings;
import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.ServiceLimits.LocalPorts;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** On the real kernel, in a namespace whose every socket the test has opened. */
class SocketSamplerTest {
    /** How {@code ss -tan} spells the states. */
    private static final Map<String, TcpState> SS_NAMES =
            Map.of(
                    "ESTAB", TcpState.ESTABLISHED,
                    "SYN-SENT", TcpState.SYN_SENT,
                    "SYN-RECV", TcpState.SYN_RECV,
                    "FIN-WAIT-1", TcpState.FIN_WAIT1,
                    "FIN-WAIT-2", TcpState.FIN_WAIT2,
                    "TIME-WAIT", TcpState.TIME_WAIT,
                    "CLOSE-WAIT", TcpState.CLOSE_WAIT,
                    "LAST-ACK", TcpState.LAST_ACK,
                    "LISTEN", TcpState.LISTEN,
                    "CLOSING", TcpState.CLOSING);

    private TestNamespace namespace;
    private TestConnections connections;
    private SocketSampler sampler;

    @BeforeEach
    void openNamespace() throws Exception {
        namespace = TestNamespace.create();
        namespace.sysctl("net.ipv4.ip_local_port_range", "40000 40599");
        namespace.sysctl("net.ipv4.ip_local_reserved_ports", "40000-40009,8080");
        connections = new TestConnections(namespace.namespace());
        sampler = sampler();
    }

    @AfterEach
    void closeNamespace() throws Exception {
        connections.close();
        namespace.close();
    }

    @Test
    void shouldEqualSsStateByState() throws Exception {
        connections.listen("127.0.0.1", 9000, 64);
        connections.listen("::1", 9001, 64);
        connections.listen("127.0.0.1", 9002, 1);
        connections.establish("127.0.0.1", 9000, 20);
        connections.establish("::1", 9001, 5);
        connections.fillQueue("127.0.0.1", 9002, 2);
        connections.startConnecting("127.0.0.1", 9002);
        connections.closeClients(connections.establish("127.0.0.1", 9000, 7));
        connections.closeBoth(connections.establish("127.0.0.1", 9000, 11));

        SocketSnapshot snapshot = sampler.sample();

        Map<TcpState, Long> ours = new TreeMap<>();
        for (TcpState state : TcpState.values()) {
            ours.put(state, statesOf(snapshot).of(state));
        }
        ours.values().removeIf(count -> count == 0);
        assertThat(ours).isEqualTo(ss());
        assertThat(ours)
                .containsEntry(TcpState.CLOSE_WAIT, 7L)
                .containsEntry(TcpState.FIN_WAIT2, 7L)
                .containsEntry(TcpState.TIME_WAIT, 11L)
                .containsEntry(TcpState.SYN_SENT, 1L);
        assertThat(snapshot.reader().errors()).isEmpty();
        assertThat(snapshot.reader().socketsScanned()).isEqualTo(statesOf(snapshot).total());
    }

    @Test
    void shouldTellSidesEndpointsKeepAliveAndPorts() throws Exception {
        connections.listen("127.0.0.1", 9000, 256);
        connections.armKeepAlive(connections.establish("127.0.0.1", 9000, 60));
        connections.establish("127.0.0.1", 9000, 140);

        SocketSnapshot snapshot = sampler.sample();

        SocketGroup client = group(snapshot, Side.CLIENT, "127.0.0.1:9000");
        assertThat(client.states().established()).isEqualTo(200);
        assertThat(client.keepAlive().armed()).isEqualTo(60);
        assertThat(client.keepAlive().unarmed()).isEqualTo(140);
        assertThat(client.idle().total()).isEqualTo(200);
        assertThat(client.idleUnarmed().total()).isEqualTo(140);
        assertThat(client.rttMicros()).isNotNull();
        assertThat(client.ports()).isEqualTo(new PortUse("127.0.0.1", 200, 0, 590));
        SocketGroup server = group(snapshot, Side.SERVER, "127.0.0.1:9000");
        assertThat(server.states().established()).isEqualTo(200);
        assertThat(server.states().listen()).isEqualTo(1);
        assertThat(server.ports()).isNull();
        assertThat(server.service()).isEqualTo(client.service()).isEqualTo("java");
    }

    @Test
    void shouldShowTheAcceptQueueOfAListener() throws Exception {
        connections.listen("127.0.0.1", 9002, 4);
        connections.fillQueue("127.0.0.1", 9002, 5);

        Listener listener = sampler.sample().listeners().getFirst();

        assertThat(listener.endpoint()).isEqualTo("127.0.0.1:9002");
        assertThat(listener.acceptQueue()).isEqualTo(5);
        assertThat(listener.acceptQueuePeak()).isEqualTo(5);
        assertThat(listener.backlog()).isEqualTo(4);
        assertThat(listener.service()).isEqualTo("java");
    }

    @Test
    void shouldCountEveryActiveCloseOnce() throws Exception {
        connections.listen("127.0.0.1", 9000, 64);
        long counted = 0;
        int made = 0;
        for (int round = 0; round < 10; round++) {
            connections.closeBoth(connections.establish("127.0.0.1", 9000, 13));
            made += 13;
            if (round % 3 == 1) {
                sampler.tick();
            }
            counted += activeCloses(sampler.sample());
        }
        assertThat(counted).isEqualTo(made);
        assertThat(activeCloses(sampler.sample())).isZero();
    }

    @Test
    void shouldCountOpenedConnectionsAfterTheFirstSnapshot() throws Exception {
        connections.listen("127.0.0.1", 9000, 64);
        connections.establish("127.0.0.1", 9000, 3);
        assertThat(opened(sampler.sample())).isZero();
        connections.establish("127.0.0.1", 9000, 4);
        connections.closeBoth(connections.establish("127.0.0.1", 9000, 2));
        assertThat(opened(sampler.sample())).isEqualTo(6);
        assertThat(opened(sampler.sample())).isZero();
    }

    @Test
    void shouldRememberWhoOwnedATimeWait() throws Exception {
        connections.listen("127.0.0.1", 9000, 64);
        TestConnections.Pairs pairs = connections.establish("127.0.0.1", 9000, 5);
        sampler.sample();
        connections.closeBoth(pairs);

        SocketGroup client = group(sampler.sample(), Side.CLIENT, "127.0.0.1:9000");

        assertThat(client.states().timeWait()).isEqualTo(5);
        assertThat(client.service()).isEqualTo("java");
        assertThat(client.ownedBy()).containsEntry(OwnedBy.FOUR_TUPLE, 5L);
    }

    @Test
    void shouldGiveATimeWaitToTheListenerOfItsPort() throws Exception {
        connections.listen("127.0.0.1", 9000, 64);
        connections.closeServersFirst(connections.establish("127.0.0.1", 9000, 6));

        SocketGroup server = group(sampler.sample(), Side.SERVER, "127.0.0.1:9000");

        assertThat(server.states().timeWait()).isEqualTo(6);
        assertThat(server.ownedBy()).containsEntry(OwnedBy.LISTENER, 6L);
    }

    @Test
    void shouldTellTheServerSideAfterItsListenerClosed() throws Exception {
        connections.listen("127.0.0.1", 9000, 64);
        connections.closeServersFirst(connections.establish("127.0.0.1", 9000, 6));
        connections.close();

        SocketGroup server = group(sampler.sample(), Side.SERVER, "127.0.0.1:9000");

        assertThat(server.states().timeWait()).isEqualTo(6);
        assertThat(server.service()).isEqualTo(SocketGroup.UNKNOWN_SERVICE);
    }

    @Test
    void shouldReportNamespacesApartAndPinNone() throws Exception {
        SocketSampler all = sampler("all");
        long other;
        try (TestNamespace second = TestNamespace.create();
                TestConnections inSecond = new TestConnections(second.namespace())) {
            other = second.namespace().inode();
            connections.listen("127.0.0.1", 9000, 64);
            connections.establish("127.0.0.1", 9000, 3);
            inSecond.listen("127.0.0.1", 9000, 64);
            inSecond.establish("127.0.0.1", 9000, 5);
            SocketSnapshot snapshot = all.sample();
            assertThat(established(snapshot, namespace.namespace().inode())).isEqualTo(6);
            assertThat(established(snapshot, other)).isEqualTo(10);
            assertThat(snapshot.reader().namespacesSeen()).isGreaterThanOrEqualTo(3);
        }
        connections.close();
        SocketSnapshot after = all.sample();
        assertThat(after.groups()).noneMatch(group -> group.namespace() == other);
        assertThat(NetworkNamespaces.find(ProcFs.HOST).byInode()).doesNotContainKey(other);
    }

    private static long established(SocketSnapshot snapshot, long inode) {
        return snapshot.groups().stream()
                .filter(group -> group.namespace() == inode)
                .mapToLong(group -> group.states().established())
                .sum();
    }

    @Test
    void shouldLeaveATimeWaitUnknownThatNobodyIsKnownToOwn() throws Exception {
        connections.listen("127.0.0.1", 9000, 64);
        connections.closeBoth(connections.establish("127.0.0.1", 9000, 4));

        SocketGroup client = group(sampler.sample(), Side.CLIENT, "127.0.0.1:9000");

        assertThat(client.service()).isEqualTo(SocketGroup.UNKNOWN_SERVICE);
        assertThat(client.ownedBy()).containsOnly(Map.entry(OwnedBy.UNKNOWN, 4L));
    }

    @Test
    void shouldReportANamespaceThatIsGoneAsAnErrorAndNotAsZero() throws Exception {
        connections.close();
        SocketSampler gone = sampler("/run/netns/linger-gone");
        SocketSnapshot snapshot = gone.sample();
        assertThat(snapshot.reader().namespacesSeen()).isZero();
        assertThat(snapshot.reader().namespacesFailed()).isEqualTo(1);
        assertThat(snapshot.reader().errors()).singleElement().asString().contains("linger-gone");
    }

    @Test
    void shouldTellHowManyEndpointsShareALocalPort() throws Exception {
        connections.listen("127.0.0.1", 9000, 256);
        connections.listen("127.0.0.1", 9001, 256);
        connections.establish("127.0.0.1", 9000, 150);
        connections.establish("127.0.0.1", 9001, 150);
        LocalPorts shared = localPorts(sampler.sample());
        assertThat(shared.connections()).isEqualTo(300);
        assertThat(shared.endpoints()).isEqualTo(2);
        assertThat(shared.usable()).isEqualTo(590);
        assertThat(shared.distinct()).isLessThan(300);
    }

    @Test
    void shouldNotCountAnIdleEndpointBesideABusyOne() throws Exception {
        connections.listen("127.0.0.1", 9000, 256);
        connections.listen("127.0.0.1", 9001, 256);
        connections.establish("127.0.0.1", 9001, 2);
        connections.establish("127.0.0.1", 9000, 120);
        sampler.sample();
        connections.closeBoth(connections.establish("127.0.0.1", 9000, 120));

        assertThat(Objects.requireNonNull(sampler.sample().limits()))
                .allMatch(limits -> limits.localPorts() == null);
    }

    @Test
    void shouldTellThatPortsBoundBeforeConnectAreNotShared() throws Exception {
        connections.listen("127.0.0.1", 9000, 256);
        connections.listen("127.0.0.1", 9001, 256);
        connections.establishBound("127.0.0.1", 9000, 150);
        connections.establishBound("127.0.0.1", 9001, 150);
        assertThat(localPorts(sampler.sample()).distinct()).isEqualTo(300);
    }

    @Test
    void shouldCountTheHalfClosedThatAProcessHolds() throws Exception {
        connections.listen("127.0.0.1", 9000, 16);
        connections.shutDownOutput(connections.establish("127.0.0.1", 9000, 3));
        connections.closeClients(connections.establish("127.0.0.1", 9000, 4));
        SocketGroup client = group(sampler.sample(), Side.CLIENT, "127.0.0.1:9000");
        assertThat(client.states().finWait2()).isEqualTo(7);
        assertThat(stallsOf(client).halfClosedAge().total()).isEqualTo(3);
        assertThat(stallsOf(client)).isEqualTo(halfClosedAlone(client));
    }

    private static Stalls stallsOf(SocketGroup group) {
        return Objects.requireNonNull(group.stalls());
    }

    private static Stalls halfClosedAlone(SocketGroup group) {
        return new Stalls(0, 0, 0, 0, 0, 0, 0, stallsOf(group).halfClosedAge());
    }

    private static LocalPorts localPorts(SocketSnapshot snapshot) {
        return Objects.requireNonNull(
                Objects.requireNonNull(snapshot.limits()).stream()
                        .filter(limits -> limits.service().equals("java"))
                        .findFirst()
                        .orElseThrow()
                        .localPorts());
    }

    @Test
    void shouldNumberSnapshotsWithoutGaps() throws Exception {
        assertThat(sampler.sample().sequence()).isZero();
        assertThat(sampler.sample().sequence()).isEqualTo(1);
        assertThat(sampler().sample().bootId()).isNotEqualTo(sampler.sample().bootId());
    }

    private SocketSampler sampler() throws Exception {
        return sampler(namespace.file().toString());
    }

    private static SocketSampler sampler(String file) throws Exception {
        CollectorConfig config =
                CollectorConfig.from(
                        Settings.of(
                                Map.of("collector.namespace", file, "collector.host", "test"),
                                CollectorConfig.SETTINGS));
        return new SocketSampler(config, InstantSource.system());
    }

    private Map<TcpState, Long> ss() throws Exception {
        Map<TcpState, Long> states = new TreeMap<>();
        namespace
                .runInside("ss", "-Htan")
                .lines()
                .map(line -> SS_NAMES.get(line.split("\\s+")[0]))
                .forEach(state -> states.merge(state, 1L, Long::sum));
        return states;
    }

    private static SocketGroup group(SocketSnapshot snapshot, Side side, String endpoint) {
        return snapshot.groups().stream()
                .filter(group -> group.side() == side && group.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such group in " + snapshot));
    }

    private static StateCounts statesOf(SocketSnapshot snapshot) {
        long[] sums = new long[12];
        for (SocketGroup group : snapshot.groups()) {
            for (TcpState state : TcpState.values()) {
                sums[state.kernelNumber()] += group.states().of(state);
            }
        }
        return StateCounts.of(sums);
    }

    private static long activeCloses(SocketSnapshot snapshot) {
        return snapshot.groups().stream().mapToLong(SocketGroup::activeCloses).sum();
    }

    private static long opened(SocketSnapshot snapshot) {
        return snapshot.groups().stream()
                .filter(group -> group.side() == Side.CLIENT)
                .mapToLong(SocketGroup::opened)
                .sum();
    }
}
