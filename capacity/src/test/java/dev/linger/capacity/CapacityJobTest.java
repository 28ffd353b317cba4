// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.capacity.read.MinuteRange;
import dev.linger.model.golden.GoldenFile;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

class CapacityJobTest {
    private static final CapacityConfig CONFIG =
            new CapacityConfig(
                    Map.of("bootstrap.servers", "127.0.0.1:9092"),
                    Duration.ofHours(24),
                    "",
                    Duration.ofSeconds(30),
                    1,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10));

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static StreamGraph graph(Scope scope) {
        StreamExecutionEnvironment flink =
                CapacityJob.environment(CONFIG, scope, new Configuration());
        CapacityJob.describe(flink, CONFIG, scope);
        return flink.getStreamGraph();
    }

    /** A line for each operator: its uid, its name, and what it reads. */
    private static String describe(StreamGraph graph) {
        return graph.getStreamNodes().stream()
                .sorted(Comparator.comparingInt(StreamNode::getId))
                .map(node ->
                        "%s (%s) <- %s%n"
                                .formatted(
                                        node.getTransformationUID(),
                                        node.getOperatorName(),
                                        inputs(graph, node)))
                .collect(Collectors.joining());
    }

    private static List<String> inputs(StreamGraph graph, StreamNode node) {
        return node.getInEdges().stream().map(edge -> input(graph, edge)).toList();
    }

    private static String input(StreamGraph graph, StreamEdge edge) {
        String from = graph.getStreamNode(edge.getSourceId()).getTransformationUID();
        String side = edge.getOutputTag() == null ? "" : " side " + edge.getOutputTag().getId();
        return from + side + " by " + edge.getPartitioner();
    }

    @Test
    void shouldKeepItsOperatorsAndUids() {
        GoldenFile.assertMatches(
                "capacity/src/test/resources/capacity-job.txt",
                describe(graph(Scope.stream(CONFIG.horizon(), NOW))));
    }

    @Test
    void shouldBeTheSameJobForTheStreamAndForARange() {
        Scope range = Scope.batch(new MinuteRange(NOW.minus(Duration.ofDays(7)), NOW));

        assertThat(describe(graph(range)))
                .isEqualTo(describe(graph(Scope.stream(CONFIG.horizon(), NOW))));
        assertThat(range.horizon()).isEqualTo(Duration.ofDays(7));
    }
}
