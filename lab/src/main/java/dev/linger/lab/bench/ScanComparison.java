// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import dev.linger.collector.inetdiag.InetDiagDump;
import dev.linger.collector.inetdiag.ReceiveOnlyDump;
import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.sampling.SocketScan;
import dev.linger.lab.bench.BenchCase.Bounds;
import dev.linger.lab.testbed.TestbedException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Reads the sockets of the calling thread's namespace in every way, in turn. A scan goes to its
 * end: dumped, each socket attributed and counted, groups made.
 */
final class ScanComparison {
    private static final String UNIT = "ms CPU per scan, less is better";
    private static final String OURS = "full scan";
    private static final String FAST = "fast scan";
    private static final String PROC = "the same from /proc/net/tcp";
    private static final String SS = "ss -tan";
    private static final String FLOOR = "receive-only dump of the same request";
    private static final String FAST_FLOOR = "receive-only dump of the same states";
    private static final int WARM_UPS = 4;

    /**
     * Scans until the second compiler has seen enough of them; a collector makes these in minutes.
     */
    private static final int WARM_SCANS = 25;

    private static final double ALL_BUT_LOST = 0.99;

    private final String population;
    private final SocketScan scan;
    private final SocketScan fromProc = new SocketScan(SocketSource.PROC);
    private final InterleavedRuns runs = new InterleavedRuns();
    private long expected;

    /**
     * Compares.
     *
     * @param population what the sockets are, for the names of the cases
     * @param scan reads this namespace
     */
    ScanComparison(String population, SocketScan scan) {
        this.population = population;
        this.scan = scan;
    }

    /**
     * Measures.
     *
     * @param rounds interleaved runs
     * @param fastBound where the ratio of a fast scan to a full one ought to be
     */
    List<BenchCase> run(int rounds, @Nullable Bounds fastBound) throws Exception {
        for (int warm = 0; warm < WARM_SCANS; warm++) {
            scan.full();
            scan.fast();
        }
        expected = scan.full().sockets();
        runs.add(FLOOR, () -> floor(InetDiagDump.ALL_STATES, true))
                .add(OURS, () -> ThreadMeter.cpuMillis(() -> check(scan.full())))
                .add(FAST_FLOOR, () -> floor(scan.fastStates(), false))
                .add(FAST, () -> ThreadMeter.cpuMillis(scan::fast))
                .add(PROC, () -> ThreadMeter.cpuMillis(() -> check(fromProc.full())))
                .add(SS, () -> ThreadMeter.cpuMillis("ss", "-tan"))
                .run(WARM_UPS, rounds);
        return List.of(
                against(OURS, FLOOR, Bounds.atMost(1.12), SS, Bounds.atMost(0.6), rounds),
                against(OURS, FLOOR, Bounds.atMost(1.12), PROC, Bounds.atMost(0.55), rounds),
                against(FAST, FAST_FLOOR, null, OURS, fastBound, rounds));
    }

    private BenchCase against(
            String ours,
            String limit,
            @Nullable Bounds toLimit,
            String peer,
            @Nullable Bounds toPeer,
            int rounds) {
        return BenchCase.of(
                        population + ": " + ours + " against " + peer,
                        UNIT,
                        runs.median(ours),
                        rounds)
                .limit(limit, runs.median(limit), runs.medianRatio(ours, limit), toLimit)
                .peer(peer, runs.median(peer), runs.medianRatio(ours, peer), toPeer);
    }

    private static double floor(int states, boolean withInfo) throws Exception {
        return ThreadMeter.cpuMillis(() -> ReceiveOnlyDump.run(states, withInfo));
    }

    /** TIME_WAIT end after 60 s: figures of a population that dwindles would be worth nothing. */
    private void check(SocketScan.Found found) {
        long seen = found.sockets();
        if (seen < ALL_BUT_LOST * expected) {
            throw new TestbedException(
                    "only "
                            + seen
                            + " of "
                            + expected
                            + " sockets are left: this machine is too busy for so many runs; ask for"
                            + " fewer with --runs");
        }
    }
}
