// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.linux.TestNamespace;
import dev.linger.model.settings.Settings;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * While connections come and go, a snapshot between two runs of {@code ss -tan} shows at least what
 * both of them show, and beyond that at most what changed between them.
 */
class SsUnderChurnTest {
    private static final int RUNS = 20;

    /** Not an error here: how soon depends on how many descriptors the machine has. */
    private static final String OWNER_COMES_LATER = "have no service yet";

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

    private final AtomicBoolean enough = new AtomicBoolean();
    private TestNamespace namespace;
    private TestConnections held;
    private TestConnections churned;

    @BeforeEach
    void open() throws Exception {
        namespace = TestNamespace.create();
        held = new TestConnections(namespace.namespace());
        held.listen("127.0.0.1", 9000, 64);
        held.establish("127.0.0.1", 9000, 200);
        held.closeClients(held.establish("127.0.0.1", 9000, 50));
        held.closeBoth(held.establish("127.0.0.1", 9000, 100));
        churned = new TestConnections(namespace.namespace());
        churned.listen("127.0.0.1", 9001, 64);
    }

    @AfterEach
    void close() throws Exception {
        churned.close();
        held.close();
        namespace.close();
    }

    @Test
    void shouldShowNothingThatSsDoesNotTwentyTimes() throws Exception {
        SocketSampler sampler = sampler();
        CompletableFuture<Integer> churning =
                CompletableFuture.supplyAsync(this::churn, Thread::startVirtualThread);
        try {
            for (int run = 0; run < RUNS; run++) {
                Map<String, TcpState> before = ss();
                SocketSnapshot snapshot = sampler.sample();
                Map<String, TcpState> after = ss();
                assertThat(snapshot.reader().errors())
                        .allSatisfy(error -> assertThat(error).contains(OWNER_COMES_LATER));
                compare(run, before, counts(snapshot), after);
            }
        } finally {
            enough.set(true);
            churning.handle((made, failure) -> made).join();
        }
        assertThat(churning.join()).as("connections churned meanwhile").isGreaterThan(RUNS);
    }

    private static void compare(
            int run,
            Map<String, TcpState> before,
            Map<TcpState, Long> ours,
            Map<String, TcpState> after) {
        Set<String> sockets = new HashSet<>(before.keySet());
        sockets.addAll(after.keySet());
        Map<TcpState, Long> stayed = new HashMap<>();
        long changed = 0;
        for (String socket : sockets) {
            TcpState state = after.get(socket);
            if (state != null && state == before.get(socket)) {
                stayed.merge(state, 1L, Long::sum);
            } else {
                changed++;
            }
        }
        for (TcpState state : TcpState.values()) {
            long least = stayed.getOrDefault(state, 0L);
            // The other end of a connection that came and went is in neither.
            assertThat(ours.getOrDefault(state, 0L))
                    .as("%s in run %d, %d sockets changed", state, run, changed)
                    .isBetween(least, least + 2 * changed);
        }
        assertThat(stayed.get(TcpState.ESTABLISHED)).isGreaterThanOrEqualTo(400);
    }

    private int churn() {
        int made = 0;
        try {
            while (!enough.get()) {
                churned.closeBoth(churned.establish("127.0.0.1", 9001, 5));
                made += 5;
            }
            return made;
        } catch (Exception e) {
            throw new IllegalStateException("churn ended after " + made, e);
        }
    }

    private static Map<TcpState, Long> counts(SocketSnapshot snapshot) {
        Map<TcpState, Long> counts = new HashMap<>();
        snapshot.groups()
                .forEach(group -> {
                    for (TcpState state : TcpState.values()) {
                        counts.merge(state, group.states().of(state), Long::sum);
                    }
                });
        return counts;
    }

    /** State by local and peer address. */
    private Map<String, TcpState> ss() throws IOException {
        Map<String, TcpState> sockets = new HashMap<>();
        namespace
                .runInside("ss", "-Htan")
                .lines()
                .forEach(line -> {
                    String[] fields = line.split("\\s+");
                    TcpState state = Objects.requireNonNull(SS_NAMES.get(fields[0]), line);
                    sockets.put(fields[3] + " " + fields[4], state);
                });
        return sockets;
    }

    private SocketSampler sampler() throws IOException {
        Map<String, String> settings =
                Map.of(
                        "collector.namespace",
                        namespace.file().toString(),
                        "collector.host",
                        "test");
        return new SocketSampler(
                CollectorConfig.from(Settings.of(settings, CollectorConfig.SETTINGS)),
                InstantSource.system());
    }
}
