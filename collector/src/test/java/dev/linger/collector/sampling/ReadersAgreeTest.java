// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.linux.TestNamespace;
import dev.linger.model.settings.Settings;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.StateCounts;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** What the tables of /proc tell is what sock_diag tells; what they don't is absent. */
class ReadersAgreeTest {
    private TestNamespace namespace;
    private TestConnections connections;

    @BeforeEach
    void openNamespace() throws Exception {
        namespace = TestNamespace.create();
        connections = new TestConnections(namespace.namespace());
        connections.listen("127.0.0.1", 9000, 64);
        connections.listen("::1", 9001, 64);
        connections.listen("127.0.0.1", 9002, 1);
    }

    @AfterEach
    void closeNamespace() throws Exception {
        connections.close();
        namespace.close();
    }

    @Test
    void shouldCountTheSameSocketsWithBoth() throws Exception {
        connections.armKeepAlive(connections.establish("127.0.0.1", 9000, 20));
        connections.establish("::1", 9001, 5);
        connections.fillQueue("127.0.0.1", 9002, 2);
        connections.closeClients(connections.establish("127.0.0.1", 9000, 7));
        connections.closeBoth(connections.establish("127.0.0.1", 9000, 11));

        SocketSnapshot netlink = sampler("sock_diag").sample();
        SocketSnapshot proc = sampler("proc").sample();

        assertThat(states(proc)).isEqualTo(states(netlink)).hasSizeGreaterThan(5);
        assertThat(activeCloses(proc)).isEqualTo(activeCloses(netlink)).isEqualTo(11);
        assertThat(proc.reader().socketsScanned()).isEqualTo(netlink.reader().socketsScanned());
        assertThat(proc.reader().name()).isEqualTo("proc");
        assertThat(netlink.reader().name()).isEqualTo("sock_diag");
        assertThat(netlink.groups()).anyMatch(group -> group.rttMicros() != null);
        assertThat(netlink.listeners()).hasSize(3);
        assertThat(proc.groups())
                .allMatch(group -> group.rttMicros() == null && group.idle().total() == 0);
        assertThat(proc.listeners()).as("a queue without its limit").isEmpty();
        assertThat(armed(proc)).isEqualTo(armed(netlink)).isEqualTo(20);
    }

    @Test
    void shouldCountEveryActiveCloseOnceFromTheTables() throws Exception {
        SocketSampler sampler = sampler("proc");
        int made = 0;
        long counted = 0;
        for (int round = 0; round < 6; round++) {
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

    private SocketSampler sampler(String reader) throws Exception {
        Map<String, String> settings =
                Map.of(
                        "collector.namespace",
                        namespace.file().toString(),
                        "collector.host",
                        "test",
                        "collector.reader",
                        reader);
        return new SocketSampler(
                CollectorConfig.from(Settings.of(settings, CollectorConfig.SETTINGS)),
                InstantSource.system());
    }

    private static Map<String, StateCounts> states(SocketSnapshot snapshot) {
        Map<String, StateCounts> states = new TreeMap<>();
        for (SocketGroup group : snapshot.groups()) {
            states.put(
                    group.side() + " " + group.endpoint() + " " + group.service(), group.states());
        }
        return states;
    }

    private static long activeCloses(SocketSnapshot snapshot) {
        return snapshot.groups().stream().mapToLong(SocketGroup::activeCloses).sum();
    }

    private static long armed(SocketSnapshot snapshot) {
        return snapshot.groups().stream()
                .filter(group -> group.side() == Side.CLIENT)
                .mapToLong(group -> group.keepAlive().armed())
                .sum();
    }
}
