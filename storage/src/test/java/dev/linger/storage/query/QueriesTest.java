// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.finding.Advice;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Finding;
import dev.linger.model.finding.FindingStatus;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.forecast.ComputedBy;
import dev.linger.model.forecast.Forecast;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.Side;
import dev.linger.storage.Database;
import dev.linger.storage.History;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.table.AdviceTable;
import dev.linger.storage.table.FindingTables;
import dev.linger.storage.table.ForecastTable;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class QueriesTest {
    private static final Instant MINUTE = Minutes.MINUTE;
    private static final String ODD_NAME = "<script>'; drop table x; --\" 🦊";

    private Database database;
    private Handle handle;

    @BeforeEach
    void open() {
        database = PostgresServer.migratedDatabase();
        handle = Jdbi.create(database.dataSource()).open();
    }

    @AfterEach
    void close() {
        handle.close();
        database.close();
    }

    @Test
    void shouldSayNothingOfAnEmptyDatabase() {
        assertThat(Freshness.now(handle)).isEqualTo(new Freshness(null, null, 0));
        assertThat(PresentService.all(handle)).isEmpty();
        assertThat(PresentEndpoint.all(handle)).isEmpty();
        assertThat(PresentListener.of(handle, "billing")).isEmpty();
        assertThat(MinuteOfService.since(handle, "billing", MINUTE)).isEmpty();
        assertThat(OpenFinding.all(handle)).isEmpty();
        assertThat(LatestForecast.all(handle)).isEmpty();
        assertThat(KernelOfService.of(handle, "billing")).isNull();
    }

    @Test
    void shouldReadEveryNumberAsItWasWritten() throws SQLException {
        ServiceMinute written = Minutes.of("billing", MINUTE, true, "10.0.0.2:9000");
        History.write(database, written);

        PresentService present = PresentService.all(handle).getFirst();

        assertThat(present.service()).isEqualTo("billing");
        assertThat(present.minute()).isEqualTo(MINUTE);
        assertThat(present.complete()).isTrue();
        assertThat(present.hosts()).isEqualTo(3);
        assertThat(present.observedMillis()).isEqualTo(60_000);
        assertThat(present.sockets()).isEqualTo(figures(written.sockets()));
        assertThat(present.portsEndpoint()).isEqualTo("10.0.0.2:9000");
        assertThat(present.acceptQueue())
                .isEqualTo(new PresentListener("billing", written.listeners().getFirst()));
        assertThat(PresentEndpoint.of(handle, "billing"))
                .containsExactly(
                        new PresentEndpoint(
                                "billing",
                                MINUTE,
                                60_000,
                                Side.CLIENT,
                                "10.0.0.2:9000",
                                2,
                                figures(written.endpoints().getFirst().sockets())));
        assertThat(MinuteOfService.since(handle, "billing", MINUTE))
                .containsExactly(
                        new MinuteOfService(MINUTE, true, 3, 60_000, figures(written.sockets())));
        assertThat(KernelOfService.of(handle, "billing"))
                .isEqualTo(
                        new KernelOfService(
                                MINUTE, "host-1", Map.of("net.ipv4.tcp_tw_reuse", "2")));
    }

    @Test
    void shouldKeepTheMinuteBeforeUntilAllItsHostsHaveReported() throws SQLException {
        ServiceMinute running = Minutes.of("billing", MINUTE.plusSeconds(60), false, 500);
        History.write(database, Minutes.of("billing", MINUTE, true), seenOn(1, running));

        assertThat(PresentService.all(handle))
                .extracting(PresentService::minute)
                .containsExactly(MINUTE);

        History.write(database, seenOn(3, running));

        assertThat(PresentService.all(handle))
                .extracting(PresentService::minute)
                .containsExactly(MINUTE.plusSeconds(60));
    }

    @Test
    void shouldTakeACompleteMinuteAlsoWhenHostsHaveGone() throws SQLException {
        ServiceMinute later = Minutes.of("billing", MINUTE.plusSeconds(60), true);
        History.write(database, Minutes.of("billing", MINUTE, true), seenOn(1, later));

        assertThat(PresentService.all(handle))
                .extracting(PresentService::minute)
                .containsExactly(MINUTE.plusSeconds(60));
    }

    @Test
    void shouldLeaveOutServicesThatFellSilent() throws SQLException {
        History.write(
                database,
                Minutes.of("gone", MINUTE.minus(Duration.ofMinutes(3)), true, "10.0.0.2:1"),
                Minutes.of("billing", MINUTE, true, "10.0.0.2:9000"));

        assertThat(PresentService.all(handle))
                .extracting(PresentService::service)
                .containsExactly("billing");
        assertThat(PresentEndpoint.all(handle))
                .extracting(PresentEndpoint::service)
                .containsExactly("billing");
    }

    @Test
    void shouldCarryServersWithoutPortsAndNamesOfAnyKind() throws SQLException {
        ServiceMinute some = Minutes.of(ODD_NAME, MINUTE, true);
        SocketMinute all = some.sockets();
        SocketMinute server =
                new SocketMinute(
                        all.mean(),
                        all.peak(),
                        all.peakHost(),
                        all.activeCloses(),
                        all.opened(),
                        null,
                        null,
                        all.ownedBy());
        History.write(database, withSockets(server, some));

        PresentService present = PresentService.all(handle).getFirst();

        assertThat(present.service()).isEqualTo(ODD_NAME);
        assertThat(present.sockets().ports()).isNull();
        assertThat(present.sockets().rttMicros()).isNull();
        assertThat(present.portsEndpoint()).isNull();
        assertThat(MinuteOfService.since(handle, ODD_NAME, MINUTE)).hasSize(1);
        assertThat(PresentListener.of(handle, ODD_NAME)).hasSize(1);
    }

    @Test
    void shouldReadFindingsTheWorstFirstWithTheirAdviceInOrder() throws SQLException {
        Proposal pool = proposal(AdviceKind.LONG_CONNECTIONS, "keep connections");
        Proposal range = proposal(AdviceKind.KERNEL, "widen the range");
        Finding warn = finding(RuleName.KEEPALIVE_MISSING, Severity.WARN, null);
        Finding critical = finding(RuleName.EPHEMERAL_PORTS_PRESSURE, Severity.CRITICAL, null);
        Finding resolved = finding(RuleName.CLOSE_WAIT_LEAK, Severity.CRITICAL, MINUTE);
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            FindingTables.write(connection, List.of(warn, resolved, critical));
            AdviceTable.write(
                    connection, List.of(advice(critical, pool, range), advice(resolved, pool)));
            connection.commit();
        }

        assertThat(OpenFinding.all(handle))
                .containsExactly(
                        new OpenFinding(critical, List.of(pool, range)),
                        new OpenFinding(warn, List.of()));
    }

    @Test
    void shouldReadTheLatestForecastsTheMostUrgentFirst() throws SQLException {
        History.write(database, Minutes.of("billing", MINUTE, true));
        Forecast calm = forecast("calm:1", MINUTE, ComputedBy.STREAM, null);
        Forecast urgent = forecast("urgent:1", MINUTE, ComputedBy.STREAM, 60L);
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            ForecastTable.write(
                    connection,
                    List.of(
                            calm,
                            urgent,
                            forecast("urgent:1", MINUTE, ComputedBy.BATCH, 61L),
                            forecast("urgent:1", MINUTE.minusSeconds(60), ComputedBy.STREAM, 120L),
                            forecast(
                                    "old:1",
                                    MINUTE.minus(Duration.ofHours(2)),
                                    ComputedBy.BATCH,
                                    1L)));
            connection.commit();
        }

        assertThat(LatestForecast.all(handle)).containsExactly(urgent, calm);
    }

    private static SocketFigures figures(SocketMinute minute) {
        return new SocketFigures(
                minute.mean().states(),
                minute.peak(),
                minute.peakHost(),
                minute.mean().keepAlive(),
                minute.mean().retransmitting(),
                minute.mean().receiveQueueBytes(),
                minute.mean().sendQueueBytes(),
                minute.activeCloses(),
                minute.opened(),
                minute.ports(),
                minute.rttMicros());
    }

    private static ServiceMinute seenOn(int hosts, ServiceMinute minute) {
        return new ServiceMinute(
                minute.schemaVersion(),
                minute.service(),
                minute.minute(),
                minute.complete(),
                hosts,
                minute.snapshots(),
                minute.coverageMillis(),
                minute.sockets(),
                minute.endpoints(),
                minute.listeners(),
                minute.kernel());
    }

    private static ServiceMinute withSockets(SocketMinute sockets, ServiceMinute minute) {
        return new ServiceMinute(
                minute.schemaVersion(),
                minute.service(),
                minute.minute(),
                minute.complete(),
                minute.hosts(),
                minute.snapshots(),
                minute.coverageMillis(),
                sockets,
                minute.endpoints(),
                minute.listeners(),
                minute.kernel());
    }

    private static Finding finding(RuleName rule, Severity severity, @Nullable Instant resolvedAt) {
        return new Finding(
                Finding.SCHEMA_VERSION,
                Finding.id(rule, ODD_NAME, Side.CLIENT, "10.0.0.2:9000"),
                rule,
                severity,
                resolvedAt == null ? FindingStatus.ONGOING : FindingStatus.RESOLVED,
                ODD_NAME,
                Side.CLIENT,
                "10.0.0.2:9000",
                List.of("host-1", "host, with \"quotes\""),
                MINUTE.minusSeconds(600),
                MINUTE,
                resolvedAt,
                Map.of("usedPorts", 330, "share", 0.55, "host", "<b>"));
    }

    private static Advice advice(Finding finding, Proposal... proposals) {
        return new Advice(
                Advice.SCHEMA_VERSION,
                finding.id(),
                finding.rule(),
                finding.service(),
                MINUTE,
                List.of(proposals));
    }

    private static Proposal proposal(AdviceKind kind, String action) {
        return new Proposal(
                kind, action, Map.of("usedPorts", 20), "a risk", "ss -tan | wc -l", "undo it");
    }

    private static Forecast forecast(
            String endpoint, Instant to, ComputedBy by, @Nullable Long secondsToCliff) {
        return new Forecast(
                Forecast.SCHEMA_VERSION,
                "billing",
                endpoint,
                by,
                to.minusSeconds(3600),
                to,
                60,
                28_232,
                0.25,
                0.5,
                0.375,
                0.125,
                secondsToCliff,
                null);
    }
}
