// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.lab.testbed.Await;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.TcpState;
import dev.linger.model.topic.Topics;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One snapshot on standard output shows what {@code ss} shows, state by state. */
class CollectOnceIT {
    private static final Map<String, TcpState> NAMES_OF_SS =
            Map.ofEntries(
                    Map.entry("ESTAB", TcpState.ESTABLISHED),
                    Map.entry("SYN-SENT", TcpState.SYN_SENT),
                    Map.entry("SYN-RECV", TcpState.SYN_RECV),
                    Map.entry("FIN-WAIT-1", TcpState.FIN_WAIT1),
                    Map.entry("FIN-WAIT-2", TcpState.FIN_WAIT2),
                    Map.entry("TIME-WAIT", TcpState.TIME_WAIT),
                    Map.entry("UNCONN", TcpState.CLOSE),
                    Map.entry("CLOSE-WAIT", TcpState.CLOSE_WAIT),
                    Map.entry("LAST-ACK", TcpState.LAST_ACK),
                    Map.entry("LISTEN", TcpState.LISTEN),
                    Map.entry("CLOSING", TcpState.CLOSING));

    @Test
    void shouldEqualWhatSsCountsInTheSameNamespace() {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces need root");
        try (SocketWorld world = SocketWorld.open()) {
            world.closeFirst();
            // SYN retries and the last of the closes move on between two readings.
            List<Map<TcpState, Long>> readings =
                    Await.value(
                            "ss shows the same before and after a snapshot",
                            Duration.ofSeconds(30),
                            () -> List.of(ofSs(world), ofLinger(world), ofSs(world)),
                            three -> three.getFirst().equals(three.getLast()));

            assertThat(readings.get(1)).isEqualTo(readings.getFirst());
            assertThat(readings.get(1))
                    .containsEntry(TcpState.CLOSE_WAIT, (long) SocketWorld.FORGOTTEN)
                    .containsEntry(TcpState.ESTABLISHED, SocketWorld.HELD + 5L)
                    .containsKeys(TcpState.TIME_WAIT, TcpState.LISTEN);
        }
    }

    private static Map<TcpState, Long> ofSs(SocketWorld world) {
        Map<TcpState, Long> counts = new EnumMap<>(TcpState.class);
        world.run("ss", "-tanH")
                .lines()
                .map(line -> NAMES_OF_SS.get(line.split(" ", 2)[0]))
                .forEach(state -> counts.merge(state, 1L, Long::sum));
        return counts;
    }

    private static Map<TcpState, Long> ofLinger(SocketWorld world) {
        SocketSnapshot snapshot = collectOnce(world);
        assertThat(snapshot.reader().errors()).isEmpty();
        Map<TcpState, Long> counts = new EnumMap<>(TcpState.class);
        for (TcpState state : TcpState.values()) {
            long count =
                    snapshot.groups().stream()
                            .map(SocketGroup::states)
                            .mapToLong(states -> states.of(state))
                            .sum();
            if (count > 0) {
                counts.put(state, count);
            }
        }
        return counts;
    }

    private static SocketSnapshot collectOnce(SocketWorld world) {
        try {
            Process process =
                    new ProcessBuilder(
                                    LingerProcess.command(
                                            "collect",
                                            "--once",
                                            "--json",
                                            "--set",
                                            "collector.namespace=" + world.namespace()))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            byte[] printed = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).as("exit status").isZero();
            String json = new String(printed, StandardCharsets.UTF_8).strip();
            return Topics.SOCKET_SNAPSHOTS.codec().decode(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        } catch (dev.linger.model.json.MalformedRecordException malformed) {
            throw new AssertionError("not a SocketSnapshot", malformed);
        }
    }
}
