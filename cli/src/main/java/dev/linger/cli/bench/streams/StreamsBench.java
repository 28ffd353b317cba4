// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import dev.linger.lab.bench.Bench;
import dev.linger.lab.bench.BenchCase;
import dev.linger.lab.bench.BenchCase.Bounds;
import dev.linger.lab.bench.InterleavedRuns;
import dev.linger.model.minute.HostMinute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The pipeline against bare consumers and naive topologies: a real broker, snapshots that wait in
 * its topic, each contestant in a process of its own that lives through the whole benchmark. They
 * take turns of one minute of the fleet's snapshots (the naive ones, of a part of that), after a
 * pass over all of them and one more turn in which the compiler warms up (the naive ones, after two
 * turns).
 */
public final class StreamsBench implements Bench {
    private static final String UNIT =
            "group records per processor second of the whole process, more is better";
    private static final String AT_10_S = "commit 10 s as live";
    private static final String AT_60_S = "commit 60 s as live";
    private static final String BARE =
            "bare consumer: decodes with the pipeline's own decoder, adds up in a hash map";
    private static final String BARE_JACKSON =
            "bare consumer: decodes with Jackson, adds up in a hash map";
    private static final String NAIVE_SUMS =
            "naive topology, sums by endpoint only: flatMap, groupByKey, window, JSON serdes";
    private static final String NAIVE_MINUTES =
            "naive topology, minutes of services and endpoints: flatMap, groupByKey, window,"
                    + " JSON serdes";

    /** A naive topology's turn is this part of the others': it would take too long. */
    private static final int NAIVE_PART = 6;

    private static final List<String> BROKER_JVM = List.of("-XX:+UseSerialGC", "-Xmx1g");

    /** As {@code linger stream} runs, with a heap that all contestants do well with. */
    private static final List<String> JVM =
            List.of("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g", "-XX:-UsePerfData", "-Xss512k");

    private final long groups;

    /**
     * A benchmark of a size.
     *
     * @param groups group records to send before anything is measured
     */
    public StreamsBench(long groups) {
        this.groups = groups;
    }

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String title() {
        return "Groups per CPU second through the topology, a bare consumer, a naive topology";
    }

    @Override
    public int defaultRuns() {
        return 3;
    }

    @Override
    public List<BenchCase> run(int runs, Consumer<String> progress) throws Exception {
        try (Session session =
                new Session(
                        Files.createTempDirectory("linger-bench-"),
                        BenchSize.of(groups, runs + 1),
                        progress)) {
            return session.run(runs);
        }
    }

    /** One benchmark, from the start of its broker to its end. */
    private static final class Session implements AutoCloseable {
        private final Path home;
        private final BenchSize size;
        private final Consumer<String> progress;
        private final Instant begin;
        private final List<Contestant> processes = new ArrayList<>();
        private final Thread onInterrupt = new Thread(this::end);
        private boolean ended;

        Session(Path home, BenchSize size, Consumer<String> progress) {
            this.home = home;
            this.size = size;
            this.progress = progress;
            this.begin =
                    HostMinute.minuteOf(InstantSource.system().instant())
                            .minus(Duration.ofMinutes(size.minutes()));
            Runtime.getRuntime().addShutdownHook(onInterrupt);
        }

        List<BenchCase> run(int runs) throws Exception {
            Contestant server =
                    start(BROKER_JVM, ContestantMain.BROKER, home.resolve("broker").toString());
            String broker = server.greeting();
            try (BenchTopics topics = new BenchTopics(broker)) {
                topics.create(broker);
                load(broker);
                Contestant bare = start(JVM, ContestantMain.BARE, broker);
                Contestant jackson = start(JVM, ContestantMain.BARE_JACKSON, broker);
                Contestant naiveSums = naive(broker, ContestantMain.NAIVE_SUMS);
                Contestant naiveMinutes = naive(broker, ContestantMain.NAIVE_MINUTES);
                Contestant at10 = pipeline(broker, "at-10", Duration.ofSeconds(10));
                Contestant at60 = pipeline(broker, "at-60", Duration.ofSeconds(60));
                warmUp("bare", bare);
                warmUp("jackson", jackson);
                warmUp("at 10 s", at10);
                warmUp("at 60 s", at60);
                for (Contestant naive : List.of(naiveSums, naiveMinutes)) {
                    progress.accept("warming up " + naive.name());
                    naive.begin(0);
                    naive.read(size.snapshotsPerMinute() / NAIVE_PART);
                }
                InterleavedRuns turns =
                        new InterleavedRuns()
                                .add(BARE, () -> turn("bare", bare, 1))
                                .add(BARE_JACKSON, () -> turn("jackson", jackson, 1))
                                .add(AT_10_S, () -> turn("at 10 s", at10, 1))
                                .add(AT_60_S, () -> turn("at 60 s", at60, 1))
                                .add(NAIVE_SUMS, () -> naiveTurn(naiveSums))
                                .add(NAIVE_MINUTES, () -> naiveTurn(naiveMinutes))
                                .run(1, runs);
                return cases(turns, topics, runs);
            }
        }

        private void load(String broker) throws IOException {
            progress.accept(
                    "sending %,d snapshots of %,d hosts with %,d services: %,d groups"
                            .formatted(
                                    size.snapshots(),
                                    size.hosts(),
                                    size.services(),
                                    (long) size.snapshots() * BenchSize.GROUPS));
            start(JVM, withFleet(ContestantMain.LOAD, broker)).close();
        }

        private Contestant pipeline(String broker, String id, Duration commit) throws IOException {
            return start(
                    JVM,
                    ContestantMain.PIPELINE,
                    broker,
                    home.resolve("p").toString(),
                    id,
                    commit.toString(),
                    Integer.toString(size.hosts()));
        }

        private Contestant naive(String broker, String role) throws IOException {
            return start(JVM, withFleet(role, broker, home.resolve(role).toString()));
        }

        private String[] withFleet(String role, String broker, String... more) {
            List<String> arguments =
                    new ArrayList<>(
                            List.of(
                                    role,
                                    broker,
                                    Integer.toString(size.hosts()),
                                    Integer.toString(size.minutes()),
                                    begin.toString()));
            arguments.addAll(List.of(more));
            return arguments.toArray(String[]::new);
        }

        private Contestant start(List<String> options, String... arguments) throws IOException {
            Path log = home.resolve(processes.size() + "-" + arguments[0] + ".log");
            Contestant started = new Contestant(arguments[0], options, List.of(arguments), log);
            processes.add(started);
            return started;
        }

        /** Shows how fast it is, and starts it over with that known. */
        private void warmUp(String who, Contestant contestant) throws IOException {
            progress.accept("warming up " + who);
            contestant.begin(0);
            contestant.read(size.snapshots() / 2);
            double rate = contestant.read(size.snapshots() / 2).snapshotsPerSecond();
            progress.accept("%-13s %,.0f snapshots per second".formatted(who, rate));
            contestant.begin(rate);
        }

        private double naiveTurn(Contestant naive) throws IOException {
            return turn(naive.name(), naive, NAIVE_PART);
        }

        private double turn(String who, Contestant contestant, int part) throws IOException {
            Contestant.Turn turn = contestant.read(size.snapshotsPerMinute() / part);
            progress.accept(
                    "%-13s %,8d snapshots, %,9.0f groups per CPU second, %.1f us per snapshot"
                            .formatted(
                                    who,
                                    turn.snapshots(),
                                    turn.groupsPerProcessorSecond(),
                                    turn.processorTime().toNanos() / 1e3 / turn.snapshots()));
            return turn.groupsPerProcessorSecond();
        }

        private List<BenchCase> cases(InterleavedRuns turns, BenchTopics topics, int runs)
                throws Exception {
            return List.of(
                    against(turns, AT_10_S, BARE_JACKSON, 0.55, NAIVE_MINUTES, runs),
                    against(turns, AT_10_S, BARE, 0.55, NAIVE_SUMS, runs),
                    against(turns, AT_60_S, BARE_JACKSON, 0.65, NAIVE_MINUTES, runs),
                    against(turns, AT_60_S, BARE, 0.65, NAIVE_SUMS, runs),
                    BenchCase.of(
                            "hosts that one core serves: " + AT_10_S,
                            "hosts with 40 groups every 10 s per processor core, more is better",
                            turns.median(AT_10_S) / BenchSize.GROUPS * BenchSize.INTERVAL_SECONDS,
                            runs),
                    bytes("repartition topics: " + AT_10_S, topics, "at-10-2-", "-repartition"),
                    bytes("changelogs: " + AT_10_S, topics, "at-10-2-", "-changelog"),
                    bytes("repartition topics: " + AT_60_S, topics, "at-60-2-", "-repartition"),
                    bytes("changelogs: " + AT_60_S, topics, "at-60-2-", "-changelog"));
        }

        private static BenchCase against(
                InterleavedRuns turns,
                String ours,
                String bare,
                double atLeast,
                String naive,
                int runs) {
            return BenchCase.of("whole topology: " + ours, UNIT, turns.median(ours), runs)
                    .limit(
                            bare,
                            turns.median(bare),
                            turns.medianRatio(ours, bare),
                            Bounds.atLeast(atLeast))
                    .peer(
                            naive,
                            turns.median(naive),
                            turns.medianRatio(ours, naive),
                            Bounds.atLeast(4));
        }

        /** Over everything that was read since the contestant started over. */
        private BenchCase bytes(String name, BenchTopics topics, String prefix, String suffix)
                throws Exception {
            double perSnapshot = (double) topics.bytes(prefix, suffix) / size.snapshots();
            return BenchCase.of(
                            name,
                            "bytes in the broker's log per snapshot of 40 groups, less is better",
                            perSnapshot,
                            1)
                    .limit("bytes promised", 400, perSnapshot / 400, Bounds.atMost(1));
        }

        @Override
        public void close() {
            end();
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }

        private synchronized void end() {
            if (!ended) {
                ended = true;
                processes.reversed().forEach(Contestant::close);
                delete(home);
            }
        }

        private static void delete(Path home) {
            try (Stream<Path> all = Files.walk(home)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove " + home + "; remove it by hand", e);
            }
        }
    }
}
