// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.broker.BrokerServer;
import dev.linger.cli.log.Logging;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The benchmark's other processes: one request per line in, one answer per line out. */
public final class ContestantMain {
    static final String BROKER = "broker";
    static final String LOAD = "load";
    static final String BARE = "bare";
    static final String BARE_JACKSON = "bare-jackson";
    static final String NAIVE_SUMS = "naive-sums";
    static final String NAIVE_MINUTES = "naive-minutes";
    static final String PIPELINE = "pipeline";

    /** What the log holds at the end is what was written: nothing is cleaned away meanwhile. */
    private static final Map<String, String> KEEP_ALL =
            Map.of("log.cleaner.enable", "false", "log.segment.bytes", "1073741824");

    private ContestantMain() {}

    /** Role, then what that role takes. */
    public static void main(String[] arguments) throws Exception {
        Logging.toStandardError();
        PrintWriter answers =
                new PrintWriter(
                        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), UTF_8),
                        true);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        switch (arguments[0]) {
            case BROKER -> {
                try (BrokerServer broker = BrokerServer.start(Path.of(arguments[1]), 0, KEEP_ALL)) {
                    answers.println(broker.bootstrapServers());
                    while (requests.readLine() != null) {
                        answers.println("a broker takes no requests");
                    }
                }
            }
            case LOAD -> {
                try (FleetLoad load = load(arguments)) {
                    load.sendAll();
                }
                answers.println("loaded");
            }
            case BARE -> answer(BareConsumer.withOwnDecoder(arguments[1]), requests, answers);
            case BARE_JACKSON -> answer(BareConsumer.withJackson(arguments[1]), requests, answers);
            case NAIVE_SUMS ->
                    answer(
                            NaiveTopology.sums(
                                    arguments[1], Path.of(arguments[5]), load(arguments)),
                            requests,
                            answers);
            case NAIVE_MINUTES ->
                    answer(
                            NaiveTopology.minutes(
                                    arguments[1], Path.of(arguments[5]), load(arguments)),
                            requests,
                            answers);
            case PIPELINE ->
                    answer(
                            new WholePipeline(
                                    arguments[1],
                                    Path.of(arguments[2]),
                                    arguments[3],
                                    Duration.parse(arguments[4]),
                                    Integer.parseInt(arguments[5])),
                            requests,
                            answers);
            default -> throw new IllegalArgumentException("no role " + arguments[0]);
        }
        System.exit(0);
    }

    private static void answer(
            Contestant.Reader reader, BufferedReader requests, PrintWriter answers)
            throws Exception {
        try (reader) {
            answers.println("ready");
            for (@Nullable String line = requests.readLine();
                    line != null;
                    line = requests.readLine()) {
                answers.println(answer(reader, line.split(" ", 2)));
            }
        } catch (IOException parentGone) {
            answers.close();
        }
    }

    private static long answer(Contestant.Reader reader, String[] request) throws Exception {
        switch (request[0]) {
            case "begin" -> reader.begin(Double.parseDouble(request[1]));
            case "prepare" -> reader.prepare(Long.parseLong(request[1]));
            default -> {
                return reader.readUpTo(Long.parseLong(request[1]));
            }
        }
        return 0;
    }

    /** Role, broker, hosts, minutes, begin. */
    private static FleetLoad load(String[] arguments) {
        return new FleetLoad(
                arguments[1],
                new BenchSize(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3])),
                Instant.parse(arguments[4]));
    }
}
