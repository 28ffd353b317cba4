// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.json.Json;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.TcpState;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What JMH measures for {@link RulesBench}, in a virtual machine of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RulesBenchmark {
    /** Which minute: one without a finding, or one with several. */
    @Param({"quiet", "busy"})
    public String kind = "quiet";

    private final Thresholds thresholds = Thresholds.defaults();
    private final TcpState[] states = TcpState.values();
    private byte[] json = {};

    @SuppressWarnings("NullAway.Init") // JMH calls load() first
    private ServiceMinute minute;

    /** Reads the minute. */
    @Setup
    public void load() throws IOException {
        String name = kind + "-minute.json";
        try (InputStream resource = RulesBenchmark.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new FileNotFoundException(name);
            }
            json = resource.readAllBytes();
        }
        minute = Json.mapper().readValue(json, ServiceMinute.class);
    }

    /** Every rule. */
    @Benchmark
    public List<Signal> judge() {
        return Rules.evaluate(minute, thresholds);
    }

    /** The least that somebody who judges has to look at: every state of every endpoint. */
    @Benchmark
    public long look() {
        long sum = 0;
        List<EndpointMinute> endpoints = minute.endpoints();
        for (int i = 0; i < endpoints.size(); i++) {
            SocketGauges mean = endpoints.get(i).sockets().mean();
            for (TcpState state : states) {
                sum += mean.states().of(state);
            }
        }
        return sum;
    }

    /** What it takes to have the minute at all. */
    @Benchmark
    public ServiceMinute decode() throws IOException {
        return Json.mapper().readValue(json, ServiceMinute.class);
    }
}
