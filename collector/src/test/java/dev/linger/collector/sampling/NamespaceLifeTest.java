// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.inetdiag.InetDiagDump;
import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.inetdiag.SocketVisitor;
import dev.linger.collector.linux.ErrnoException;
import dev.linger.collector.linux.TestNamespace;
import dev.linger.model.kernel.NamespaceKernel;
import dev.linger.model.settings.Settings;
import dev.linger.model.snapshot.SocketSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Namespaces that are looked at and then go. Each is joined by a veth pair to one that stays: the
 * end there vanishes when the kernel really ends the namespace, not when its name goes.
 */
class NamespaceLifeTest {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linger.bench");
    private static final int NAMESPACES = 10;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final List<TestNamespace> namespaces = new ArrayList<>();
    private final List<TestConnections> connections = new ArrayList<>();
    private TestNamespace witness;

    /**
     * The JVM makes a pair of Unix sockets when it first uses a channel, and keeps it; made by a
     * thread inside a namespace, they would pin it.
     */
    @BeforeEach
    void open() throws Exception {
        ServerSocketChannel.open().close();
        witness = TestNamespace.create();
    }

    @AfterEach
    void close() throws Exception {
        for (TestConnections open : connections) {
            open.close();
        }
        for (TestNamespace left : namespaces) {
            left.close();
        }
        witness.close();
    }

    @Test
    void shouldReportTenNamespacesApartAndPinNone() throws Exception {
        Map<Long, Integer> numbers = new HashMap<>();
        for (int number = 0; number < NAMESPACES; number++) {
            TestNamespace namespace = open(number);
            namespace.sysctl("net.ipv4.tcp_fin_timeout", String.valueOf(30 + number));
            connect(namespace, 1 + number);
            numbers.put(namespace.namespace().inode(), number);
        }
        CollectorConfig config = config("all");
        SocketSampler sampler = new SocketSampler(config, InstantSource.system());
        sampler.sample();

        SocketSnapshot snapshot = sampler.sample();
        sampler.tick();

        LOG.info(
                "{} namespaces, {} sockets: {} us",
                snapshot.reader().namespacesSeen(),
                snapshot.reader().socketsScanned(),
                snapshot.reader().scanMicros());
        numbers.forEach((inode, number) ->
                assertThat(established(snapshot, inode)).isEqualTo(2L + 2L * number));
        List<NamespaceKernel> kernels =
                new KernelSampler(config, InstantSource.system())
                        .sample(List.copyOf(numbers.keySet())).namespaces().stream()
                                .filter(kernel -> numbers.containsKey(kernel.namespace()))
                                .toList();
        assertThat(kernels)
                .hasSize(NAMESPACES)
                .allSatisfy(kernel -> {
                    int number = numbers.getOrDefault(kernel.namespace(), -1);
                    assertThat(kernel.sysctls())
                            .containsEntry("net.ipv4.tcp_fin_timeout", String.valueOf(30 + number));
                });

        deleteAll();

        awaitNoLinks();
        SocketSnapshot after = sampler.sample();
        assertThat(after.groups()).noneMatch(group -> numbers.containsKey(group.namespace()));
    }

    @Test
    void shouldFinishTheScanOfANamespaceThatIsDeletedInItsMiddle() throws Exception {
        TestNamespace namespace = open(0);
        connect(namespace, 600);
        SocketVisitor deleting =
                new SocketVisitor() {
                    @Override
                    public void begin(long startedAtNanos) {}

                    @Override
                    public void socket(InetDiagMsg socket, long dumpedAtNanos) {
                        try {
                            deleteAll();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                };

        long sockets =
                namespace
                        .namespace()
                        .call(() ->
                                new InetDiagDump()
                                        .dump(InetDiagDump.ALL_STATES, true, deleting)
                                        .sockets());

        assertThat(sockets).isEqualTo(1201);
        assertThatThrownBy(() -> namespace.namespace().call(() -> 0))
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("ENOENT");
        for (TestConnections open : connections) {
            open.close();
        }
        awaitNoLinks();
    }

    private TestNamespace open(int number) throws Exception {
        TestNamespace namespace = TestNamespace.create();
        namespaces.add(namespace);
        String name = namespace.file().getFileName().toString();
        witness.runInside(
                "ip",
                "link",
                "add",
                "v" + number,
                "type",
                "veth",
                "peer",
                "name",
                "v",
                "netns",
                name);
        return namespace;
    }

    private void connect(TestNamespace namespace, int count) throws Exception {
        TestConnections inside = new TestConnections(namespace.namespace());
        connections.add(inside);
        inside.listen("127.0.0.1", 9000, 64);
        inside.establish("127.0.0.1", 9000, count);
    }

    /** Sockets of this process would pin it as well: they are closed first where there are ten. */
    private void deleteAll() throws IOException {
        if (namespaces.size() == NAMESPACES) {
            for (TestConnections open : connections) {
                open.close();
            }
            connections.clear();
        }
        for (TestNamespace left : namespaces) {
            left.close();
        }
        namespaces.clear();
    }

    private void awaitNoLinks() throws IOException {
        long begin = System.nanoTime();
        String links = links();
        while (!links.isEmpty() && System.nanoTime() - begin < PATIENCE_NANOS) {
            links = links();
        }
        assertThat(links).as("ends of veth pairs whose namespaces were deleted").isEmpty();
    }

    private String links() throws IOException {
        return witness.runInside("ip", "-o", "link", "show", "type", "veth").strip();
    }

    private static CollectorConfig config(String namespace) {
        return CollectorConfig.from(
                Settings.of(
                        Map.of("collector.namespace", namespace, "collector.host", "test"),
                        CollectorConfig.SETTINGS));
    }

    private static long established(SocketSnapshot snapshot, long inode) {
        return snapshot.groups().stream()
                .filter(group -> group.namespace() == inode)
                .mapToLong(group -> group.states().established())
                .sum();
    }
}
