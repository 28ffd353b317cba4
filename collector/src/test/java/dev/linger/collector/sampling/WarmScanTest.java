// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.collector.inetdiag.InetDiagDump;
import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.ownership.NamingRules;
import dev.linger.collector.ownership.Owners;
import dev.linger.collector.ownership.Services;
import dev.linger.collector.proc.EphemeralPorts;
import dev.linger.collector.proc.ProcFs;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A scan that counts sockets where the scan before did gives what one gives that attributes each
 * anew: two accumulators with one history, random worlds.
 */
class WarmScanTest {
    private static final long SEED = 20_261_121L;
    private static final int WORLDS = 20;
    private static final int SCANS = 25;
    private static final long SECOND = 1_000_000_000L;
    private static final int FIRST_EPHEMERAL = 32_768;

    @TempDir private Path directory;
    private final List<Long> cgroups = new ArrayList<>();
    private final TestSocket socket = new TestSocket();
    private long nowNanos;

    @BeforeEach
    void makeCgroups() throws IOException {
        Files.createDirectories(directory.resolve("self"));
        Path mount = directory.resolve("cgroup");
        for (String name : List.of("orders", "billing", "user.slice")) {
            Path cgroup = Files.createDirectories(mount.resolve(name));
            cgroups.add((Long) Files.getAttribute(cgroup, "unix:ino"));
        }
        Files.writeString(
                directory.resolve("self/mountinfo"),
                "30 23 0:26 / " + mount + " rw shared:9 - cgroup2 cgroup2 rw\n");
    }

    /** A socket of the world; LISTEN where it has no peer. */
    private record Made(long cookie, int port, int peer, long cgroup, long closedAtNanos) {
        InetDiagMsg fill(TestSocket socket, long nowNanos) {
            if (peer == 0) {
                return socket.listening(cookie, port, cgroup);
            }
            if (closedAtNanos == 0) {
                return socket.established(cookie, port, peer, cgroup);
            }
            return socket.timeWait(cookie, port, peer, (nowNanos - closedAtNanos) / 1_000_000);
        }
    }

    private final class Side {
        private final ScanBuffers buffers = ScanBuffers.of(null);
        private final ListenerTable listeners = new ListenerTable();
        private final ScanAccumulator scan =
                new ScanAccumulator(
                        buffers,
                        new Owners(
                                new ProcFs(directory), directory, new Services(NamingRules.NONE)),
                        listeners,
                        new ConnectionMemory(1 << 12));

        Map<String, String> scan(List<Made> world, int states, int low) {
            scan.prepare(
                    new EphemeralPorts(low, 60_999, new BitSet()),
                    states,
                    states == InetDiagDump.ALL_STATES,
                    nowNanos - 10 * SECOND);
            scan.begin(nowNanos);
            for (Made made : world) {
                InetDiagMsg message = made.fill(socket, nowNanos);
                if ((states >>> message.state() & 1) != 0) {
                    scan.socket(message, nowNanos);
                }
            }
            scan.finish();
            listeners.reset(nowNanos);
            return counts(scan.cells());
        }
    }

    @Test
    void shouldCountWhatAColdScanCounts() {
        for (int number = 0; number < WORLDS; number++) {
            Random random = new Random(SEED + number);
            Side warm = new Side();
            Side cold = new Side();
            List<Made> world = new ArrayList<>();
            nowNanos = 1000 * SECOND;
            for (int scan = 0; scan < SCANS; scan++) {
                change(world, random);
                int states =
                        switch (random.nextInt(6)) {
                            case 0 -> InetDiagDump.ALL_BUT_ESTABLISHED;
                            case 1 -> InetDiagDump.ALL_BUT_ESTABLISHED & ~InetDiagDump.TIME_WAIT;
                            default -> InetDiagDump.ALL_STATES;
                        };
                int low = random.nextInt(10) == 0 ? FIRST_EPHEMERAL + 500 : FIRST_EPHEMERAL;
                cold.scan.placeAllAnew();
                assertThat(warm.scan(world, states, low))
                        .as("seed %d, scan %d", SEED + number, scan)
                        .isEqualTo(cold.scan(world, states, low));
                nowNanos += (1 + random.nextInt(5)) * SECOND;
            }
        }
    }

    private void change(List<Made> world, Random random) {
        world.removeIf(made ->
                random.nextInt(12) == 0
                        || (made.closedAtNanos != 0
                                && nowNanos - made.closedAtNanos > 58 * SECOND));
        world.replaceAll(made ->
                made.peer == 0 || made.closedAtNanos != 0 || random.nextInt(8) > 0
                        ? made
                        : new Made(
                                made.cookie,
                                made.port,
                                made.peer,
                                made.cgroup,
                                nowNanos - random.nextInt(900) * 1_000_000L));
        for (int i = random.nextInt(60); i > 0; i--) {
            long cookie = random.nextLong() | 1;
            long cgroup = cgroups.get(random.nextInt(cgroups.size()));
            boolean server = random.nextInt(3) == 0;
            int port = server ? 8080 + random.nextInt(4) : FIRST_EPHEMERAL + random.nextInt(1000);
            long closed = random.nextInt(4) == 0 ? nowNanos - random.nextInt(3) * SECOND : 0;
            world.add(
                    random.nextInt(world.size() + 1),
                    new Made(cookie, port, 1 + random.nextInt(6), cgroup, closed));
        }
        if (random.nextInt(3) == 0) {
            int port = 8080 + random.nextInt(4);
            world.add(0, new Made(random.nextLong() | 1, port, 0, cgroups.get(0), 0));
        }
        // The kernel dumps LISTEN before all others.
        world.sort((a, b) -> Boolean.compare(a.peer != 0, b.peer != 0));
    }

    /** Every count of every cell, by its key. */
    private static Map<String, String> counts(CellTable cells) {
        Map<String, TreeSet<String>> byKey = new TreeMap<>();
        for (int cell = 0; cell < cells.size(); cell++) {
            int at = cells.intsAt(cell);
            int[] ints = cells.ints(cell);
            byKey.computeIfAbsent(
                            Arrays.toString(Arrays.copyOfRange(ints, at, at + CellTable.KEY_INTS)),
                            added -> new TreeSet<>())
                    .add(
                            Arrays.toString(
                                    Arrays.copyOfRange(
                                            ints,
                                            at + CellTable.KEY_INTS,
                                            at + CellTable.CELL_INTS)));
        }
        Map<String, String> counts = new TreeMap<>();
        byKey.forEach((key, values) -> counts.put(key, values.toString()));
        return counts;
    }
}
