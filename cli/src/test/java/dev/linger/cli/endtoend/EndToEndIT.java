// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import static dev.linger.cli.endtoend.SocketWorld.CLOSED_ENDPOINT;
import static dev.linger.cli.endtoend.SocketWorld.CLOSED_FIRST;
import static dev.linger.cli.endtoend.SocketWorld.EPHEMERAL_PORTS;
import static dev.linger.cli.endtoend.SocketWorld.FORGOTTEN;
import static dev.linger.cli.endtoend.SocketWorld.FORGOTTEN_ENDPOINT;
import static dev.linger.cli.endtoend.SocketWorld.FULL_ENDPOINT;
import static dev.linger.cli.endtoend.SocketWorld.HELD;
import static dev.linger.cli.endtoend.SocketWorld.HELD_ARMED;
import static dev.linger.cli.endtoend.SocketWorld.HELD_ENDPOINT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.capacity.CapacityJob;
import dev.linger.lab.testbed.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Real connections of a network namespace, through the real collector, broker, Streams, sink and
 * capacity job: exactly their numbers stand in PostgreSQL, with exactly the findings they deserve.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndIT {
    private static final Duration A_MINUTE_AND_SOME = Duration.ofSeconds(100);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final double TIME_WAIT_TOLERANCE = 0.03;

    private RunningPipeline pipeline;
    private SocketWorld world;
    private Rows rows;

    @BeforeAll
    void openRealConnections(@TempDir Path directory) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces need root");
        pipeline =
                RunningPipeline.start(
                        directory,
                        Map.of(
                                "rules.open-after-minutes", "0",
                                "rules.keepalive-missing-idle", "1s",
                                "rules.close-wait-leak-age", "1s"));
        rows = pipeline.rows();
        world = SocketWorld.open();
        pipeline.collect(
                Map.of(
                        "collector.host", "acceptance",
                        "collector.interval", "1s",
                        "collector.namespace", world.namespace().toString()));
        Await.until(
                "the collector has seen the connections that will be closed",
                SOON,
                () ->
                        rows.number(
                                        "SELECT max(established_peak) FROM endpoint_minute"
                                                + " WHERE endpoint = ?",
                                        CLOSED_ENDPOINT)
                                == CLOSED_FIRST);
        world.closeFirst();
    }

    @AfterAll
    void close() {
        if (rows != null) {
            rows.close();
        }
        if (world != null) {
            world.close();
        }
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @Test
    void shouldStoreExactlyTheConnectionsThatWereHeld() {
        awaitMinuteAfterTheFirst();

        assertThat(
                        rows.of(
                                "SELECT service, side, established_mean, keepalive_armed,"
                                        + " keepalive_unarmed, close_wait_mean, hosts"
                                        + " FROM endpoint_minute"
                                        + " WHERE minute = (SELECT max(minute) FROM endpoint_minute)"
                                        + " AND endpoint IN (?, ?, ?) ORDER BY service",
                                HELD_ENDPOINT,
                                FORGOTTEN_ENDPOINT,
                                FULL_ENDPOINT))
                .containsExactly(
                        List.of("billing", "server", 0, 0, 0, FORGOTTEN, 1),
                        List.of("desk", "server", 5, 5, 0, 0, 1),
                        List.of("orders", "client", HELD, HELD_ARMED, HELD - HELD_ARMED, 0, 1));
    }

    @Test
    void shouldKnowTheOwnerOfEverySocket() {
        awaitMinuteAfterTheFirst();

        assertThat(rows.of("SELECT DISTINCT service FROM service_minute ORDER BY service"))
                .containsExactly(List.of("billing"), List.of("desk"), List.of("orders"));
    }

    @Test
    void shouldStoreTheTimeWaitOfTheClientThatClosedFirst() {
        List<Object> row =
                Await.value(
                                "TIME_WAIT stands in PostgreSQL",
                                SOON,
                                () ->
                                        rows.of(
                                                "SELECT service, side, time_wait_peak, ports_used,"
                                                        + " ports_usable, active_closes"
                                                        + " FROM endpoint_minute"
                                                        + " WHERE endpoint = ?"
                                                        + " AND time_wait_peak > 0"
                                                        + " ORDER BY minute LIMIT 1",
                                                CLOSED_ENDPOINT),
                                found -> !found.isEmpty())
                        .getFirst();

        assertThat(row.subList(0, 2)).containsExactly("orders", "client");
        assertThat((Integer) row.get(2))
                .isBetween((int) (CLOSED_FIRST * (1 - TIME_WAIT_TOLERANCE)), CLOSED_FIRST);
        assertThat(row.get(4)).isEqualTo(EPHEMERAL_PORTS);
    }

    @Test
    void shouldStoreTheFullAcceptQueue() {
        awaitMinuteAfterTheFirst();

        assertThat(
                        rows.of(
                                "SELECT DISTINCT service, endpoint, accept_queue_peak, backlog"
                                        + " FROM listener_minute WHERE endpoint = ?",
                                FULL_ENDPOINT))
                .containsExactly(List.of("desk", FULL_ENDPOINT, 5, 4));
    }

    @Test
    void shouldRaiseExactlyTheFourFindings() {
        awaitMinuteAfterTheFirst();

        List<List<Object>> expected =
                List.of(
                        List.of("ACCEPT_QUEUE_FULL", "desk", "server", FULL_ENDPOINT),
                        List.of("CLOSE_WAIT_LEAK", "billing", "server", FORGOTTEN_ENDPOINT),
                        List.of("EPHEMERAL_PORTS_PRESSURE", "orders", "client", CLOSED_ENDPOINT),
                        List.of("KEEPALIVE_MISSING", "orders", "client", HELD_ENDPOINT));
        assertThat(
                        Await.value(
                                "four findings stand in PostgreSQL",
                                SOON,
                                () ->
                                        rows.of(
                                                "SELECT rule, service, side, endpoint FROM finding"
                                                        + " ORDER BY rule, endpoint"),
                                found -> found.size() >= expected.size()))
                .isEqualTo(expected);
        assertThat(rows.number("SELECT count(DISTINCT finding_id) FROM advice"))
                .as("every finding above info carries advice")
                .isEqualTo(expected.size());
    }

    @Test
    void shouldForecastTheSameFromTheUnboundedAndFromTheBoundedRun() {
        List<Object> streamed =
                Await.value(
                                "the unbounded run's forecast stands in PostgreSQL",
                                A_MINUTE_AND_SOME,
                                () -> forecast("stream"),
                                found -> !found.isEmpty())
                        .getFirst();
        Instant from = ((Timestamp) streamed.get(0)).toInstant();
        Instant to = ((Timestamp) streamed.get(1)).toInstant();

        CapacityJob.runBounded(pipeline.capacity(), from, to);
        List<Object> bounded =
                Await.value(
                                "the bounded run's forecast stands in PostgreSQL",
                                SOON,
                                () -> forecast("batch"),
                                found -> !found.isEmpty())
                        .getFirst();

        assertThat(bounded).isEqualTo(streamed);
        assertThat(streamed.get(3)).isEqualTo(EPHEMERAL_PORTS);
        assertThat((Double) streamed.get(4))
                .as("peak utilisation")
                .isBetween(
                        CLOSED_FIRST * (1 - TIME_WAIT_TOLERANCE) / EPHEMERAL_PORTS,
                        (double) CLOSED_FIRST / EPHEMERAL_PORTS);
    }

    private List<List<Object>> forecast(String computedBy) {
        return rows.of(
                "SELECT range_from, range_to, minutes, usable_ports, utilisation_peak,"
                        + " utilisation_last, utilisation_p95, trend_per_hour"
                        + " FROM forecast WHERE service = 'orders' AND endpoint = ?"
                        + " AND computed_by = ? ORDER BY range_to LIMIT 1",
                CLOSED_ENDPOINT,
                computedBy);
    }

    /** Every snapshot of the second minute and later saw the held connections. */
    private void awaitMinuteAfterTheFirst() {
        Await.until(
                "a minute after the first stands in PostgreSQL",
                A_MINUTE_AND_SOME,
                () ->
                        rows.number("SELECT count(DISTINCT minute) FROM service_minute") > 1
                                && rows.number(
                                                "SELECT count(*) FROM endpoint_minute WHERE minute ="
                                                        + " (SELECT max(minute) FROM service_minute)"
                                                        + " AND endpoint IN (?, ?, ?)",
                                                HELD_ENDPOINT,
                                                FORGOTTEN_ENDPOINT,
                                                FULL_ENDPOINT)
                                        == 3);
    }
}
