// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Workload;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class TestbedTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @BeforeEach
    void needsRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces need root");
    }

    @Test
    void shouldMakeExactlyTheSocketsAskedFor() {
        try (Testbed testbed = Testbed.open()) {
            Namespace here = testbed.namespace("here");
            Namespace there = testbed.namespace("there");
            testbed.link(here, "10.77.0.1/24", there, "10.77.0.2/24");
            here.sysctl("net.ipv4.tcp_tw_reuse", "0");
            // A late ACK makes the peer send a reset, which would end a TIME_WAIT early.
            here.sysctl("net.ipv4.tcp_rfc1337", "1");
            here.sysctl("net.ipv4.ip_local_port_range", "40000 40599");
            Workload client = testbed.workload("orders", here);
            Workload server = testbed.workload("billing", there);
            server.insist(new Request.Listen("10.77.0.2:9000", 512, true, OnAccept.SINK));
            server.insist(new Request.Listen("10.77.0.2:9001", 512, true, OnAccept.SINK));
            server.insist(new Request.Listen("10.77.0.2:9002", 512, true, OnAccept.HOLD));
            server.insist(new Request.Listen("10.77.0.2:9003", 4, true, OnAccept.NEVER));

            client.insist(new Request.Connect("10.77.0.2:9000", 200, 60, true, Options.NONE));
            client.insist(
                    new Request.Churn(
                            List.of("10.77.0.2:9001"), 330, 0, Closer.CLIENT, Options.NONE));
            client.insist(new Request.Connect("10.77.0.2:9002", 20, 20, true, Options.NONE));
            client.insist(new Request.Release("10.77.0.2:9002"));
            client.insist(new Request.Connect("10.77.0.2:9003", 10, 10, false, Options.NONE));

            Map<String, Long> clientSide =
                    Await.value(
                            "the last handshake and close are over",
                            LIMIT,
                            () -> states(here),
                            states ->
                                    !states.containsKey("FIN-WAIT-1")
                                            && states.getOrDefault("FIN-WAIT-2", 0L) <= 20);
            assertThat(clientSide)
                    .containsEntry("TIME-WAIT", 330L)
                    .containsEntry("ESTAB", 205L)
                    .containsEntry("FIN-WAIT-2", 20L)
                    .containsEntry("SYN-SENT", 5L);
            assertThat(states(there))
                    .containsEntry("CLOSE-WAIT", 20L)
                    .containsEntry("ESTAB", 205L)
                    .containsEntry("LISTEN", 4L);
            assertThat(there.run("ss", "-tlnH", "sport = 9003")).contains("5      4");
            assertThat(here.run("ss", "-tnoH", "state", "established", "dport = 9000").lines())
                    .filteredOn(line -> line.contains("timer:(keepalive"))
                    .hasSize(60);
        }
    }

    @Test
    void shouldReportTheErrnoOfARunOutPortRange() {
        try (Testbed testbed = Testbed.open()) {
            Namespace here = testbed.namespace("here");
            here.address("lo", "10.77.0.1/32");
            here.sysctl("net.ipv4.tcp_tw_reuse", "0");
            here.sysctl("net.ipv4.ip_local_port_range", "40000 40099");
            Workload workload = testbed.workload("orders", here);
            workload.insist(new Request.Listen("10.77.0.1:80", 512, false, OnAccept.SINK));

            Outcome outcome =
                    workload.ask(
                            new Request.Churn(
                                    List.of("10.77.0.1:80"), 200, 0, Closer.CLIENT, Options.NONE));

            assertThat(outcome.failedCall()).isEqualTo("connect");
            assertThat(outcome.errno()).isEqualTo(Outcome.EADDRNOTAVAIL);
            assertThat(outcome.succeeded()).isBetween(100, 103);
            assertThat(outcome.connectMicrosByTenth()).hasSize(10);
        }
    }

    @Test
    void shouldGiveEverythingBackWhenTheExperimentFails() {
        assertThatThrownBy(
                        () -> {
                            try (Testbed testbed = Testbed.open()) {
                                Namespace here = testbed.namespace("here");
                                testbed.workload("orders", here);
                                throw new IllegalStateException("the experiment failed");
                            }
                        })
                .hasMessage("the experiment failed")
                .hasNoSuppressedExceptions();
        assertThat(ownTraces()).isEmpty();
    }

    @Test
    void shouldRemoveWhatAKilledTestbedLeft() {
        String orphan = Leftovers.PREFIX + "2147483646-1-here";
        Namespace.create(orphan);
        Cgroup.create(Cgroup.mountPoint().resolve(orphan).resolve("orders"));

        Testbed.open().close();

        assertThat(Namespace.RUN_NETNS.resolve(orphan)).doesNotExist();
        assertThat(Cgroup.mountPoint().resolve(orphan)).doesNotExist();
    }

    private static Map<String, Long> states(Namespace namespace) {
        Map<String, Long> counts = new TreeMap<>();
        namespace
                .run("ss", "-tanH")
                .lines()
                .forEach(line -> counts.merge(line.split(" ", 2)[0], 1L, Long::sum));
        return counts;
    }

    private static List<Path> ownTraces() {
        String own = Leftovers.PREFIX + ProcessHandle.current().pid() + "-*";
        List<Path> traces = new java.util.ArrayList<>();
        for (Path directory : List.of(Namespace.RUN_NETNS, Cgroup.mountPoint())) {
            try (var entries = Files.newDirectoryStream(directory, own)) {
                entries.forEach(traces::add);
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        }
        return traces;
    }
}
