// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.linger.model.json.Json;
import dev.linger.model.part.PartFailedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

class DashboardPartIT {
    private static final Instant MINUTE = Instant.parse("2026-11-21T10:17:00Z");
    private static final DashboardConfig CONFIG =
            new DashboardConfig("127.0.0.1", 0, Duration.ZERO);

    private final HttpClient http = HttpClient.newHttpClient();
    private SeededDatabase database;
    private DashboardPart part;

    @BeforeEach
    void start() {
        database = new SeededDatabase();
        part =
                new DashboardPart(
                        CONFIG, database.dataSource(), InstantSource.fixed(MINUTE.plusSeconds(65)));
        part.start();
    }

    @AfterEach
    void stop() {
        part.close();
        database.close();
        http.close();
    }

    @Test
    void shouldWaitForTheFirstSnapshotInAnEmptyDatabase() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Waiting for the first snapshot");
        assertThat(json("/api/v1/services").get("minute").isNull()).isTrue();
        assertThat(json("/api/v1/services").get("services")).isEmpty();
        assertThat(json("/api/v1/findings").get("findings")).isEmpty();
        assertThat(json("/health").get("healthy").asBoolean()).isTrue();
    }

    @Test
    void shouldAlsoWaitWhileTheSinkHasNotMadeTheTables() throws Exception {
        database.execute("drop schema public cascade; create schema public");

        assertThat(get("/").body()).contains("Waiting for the first snapshot");
        assertThat(get("/api/v1/services").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldShowServicesFindingsAndAdvice() throws Exception {
        seed();

        String page = get("/").body();

        assertThat(page)
                .contains(">billing</a>", "→", "10.0.0.2:9000", "Ephemeral ports under pressure")
                .contains("Application forgets to close", "Accept queue is full", "129 / 128")
                .contains("Keep-alive is missing", "Server closes first", "minute 10:17");
        String ss = "<code>ss -Htan state time-wait dst 10.0.0.2:9000 | wc -l</code>";
        assertThat(page).contains(ss);
    }

    @Test
    void shouldShowAServiceWithItsHistoryAndEndpoints() throws Exception {
        seed();

        HttpResponse<String> page = get("/service?name=billing&hours=1");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<h1>billing</h1>", "Port utilisation", "cliff at 50", "chart-line")
                .contains("10.0.0.5:5432", "net.ipv4.tcp_tw_reuse", "aria-current=\"true\">1 h");
        assertThat(get("/service?name=inventory").body()).contains("Listeners", "0.31:7000");
    }

    @Test
    void shouldEscapeWhatComesFromOutside() throws Exception {
        seed();

        for (String path :
                new String[] {"/", "/service?name=%3Cscript%3Ealert('x')%3C%2Fscript%3E"}) {
            assertThat(get(path).body())
                    .contains("&lt;script&gt;alert")
                    .doesNotContain("<script>alert");
        }
    }

    @Test
    void shouldAnswerNothingKnownOfAnUnknownService() throws Exception {
        seed();

        assertThat(get("/service?name=nobody").statusCode()).isEqualTo(404);
        assertThat(get("/service?name=nobody").body()).contains("Nothing is known");
        assertThat(get("/service").statusCode()).isEqualTo(404);
        assertThat(get("/no/such/page").statusCode()).isEqualTo(404);
        assertThat(get("/assets/vendor/../page.css").statusCode()).isNotEqualTo(200);
        assertThat(get("/assets/none.css").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldAnswerPresentStatesBySideAndEndpoint() throws Exception {
        seed();

        JsonNode answer = json("/api/v1/services");

        assertThat(answer.get("minute").asText()).isEqualTo("2026-11-21T10:17:00Z");
        assertThat(answer.at("/totals/services").asInt()).isEqualTo(10);
        JsonNode pool = entry(answer, "billing", "10.0.0.5:5432");
        assertThat(pool.get("side").asText()).isEqualTo("client");
        assertThat(pool.at("/states/ESTABLISHED").asInt()).isEqualTo(200);
        assertThat(pool.at("/states/TIME_WAIT").asInt()).isZero();
        assertThat(pool.get("states")).hasSize(11);
        assertThat(pool.at("/keepAlive/armed").asInt()).isEqualTo(60);
        assertThat(pool.at("/ports/used").asInt()).isEqualTo(200);
        assertThat(pool.at("/ports/usable").asInt()).isEqualTo(28_232);
        assertThat(pool.at("/ports/utilisation").asDouble()).isBetween(0.0070, 0.0071);
        assertThat(entry(answer, "kafka", "10.0.0.7:9092").get("ports").isNull()).isTrue();
        long established = 0;
        for (JsonNode entry : answer.get("services")) {
            established += entry.at("/states/ESTABLISHED").asLong();
        }
        assertThat(answer.at("/totals/states/ESTABLISHED").asLong()).isEqualTo(established);
    }

    @Test
    void shouldAnswerFindingsWithTheirAdvice() throws Exception {
        seed();

        JsonNode finding = json("/api/v1/findings").get("findings").get(0);

        assertThat(finding.get("severity").asText()).isEqualTo("high");
        assertThat(finding.get("rule").asText()).isNotBlank();
        assertThat(finding.get("evidence")).isNotEmpty();
        JsonNode advice = finding.get("advice").get(0);
        for (String name : new String[] {"kind", "action", "expected", "risk", "verify", "undo"}) {
            assertThat(advice.has(name)).as(name).isTrue();
        }
    }

    @Test
    void shouldAnswerAnOpenPageOnlyWhenSomethingChanged() throws Exception {
        seed();
        String live = liveAddress(get("/").body());

        assertThat(get(live).statusCode()).isEqualTo(204);

        database.minutes(Fleet.at(MINUTE.plusSeconds(60), false));

        HttpResponse<String> news = get(live);
        assertThat(news.statusCode()).isEqualTo(200);
        assertThat(news.body()).contains("minute 10:18").doesNotContain("<html");
        assertThat(get(liveAddress(news.body())).statusCode()).isEqualTo(204);
    }

    @Test
    void shouldForbidEverythingThatIsNotItsOwn() throws Exception {
        var headers = get("/").headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'")
                .contains("script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(get("/").body()).doesNotContain("style=\"").doesNotContainPattern("https?://");
    }

    @Test
    void shouldStartWhileTheDatabaseIsAwayAndShowWhatItLastKnew() throws Exception {
        seed();
        assertThat(get("/").statusCode()).isEqualTo(200);

        database.close();

        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("PostgreSQL is away since", ">billing</a>");
        assertThat(json("/health").get("healthy").asBoolean()).isFalse();
        assertThat(json("/api/v1/findings").get("error").asText()).contains("PostgreSQL");
    }

    @Test
    void shouldSayWhichPortIsTaken() {
        DashboardConfig taken = new DashboardConfig("127.0.0.1", part.port(), Duration.ZERO);
        try (DashboardPart second = new DashboardPart(taken, database.dataSource())) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("127.0.0.1:" + part.port())
                    .hasMessageContaining("dashboard.http-port");
        }
    }

    private void seed() {
        database.minutes(Fleet.at(MINUTE.minusSeconds(60), true));
        database.minutes(Fleet.at(MINUTE, true));
        database.findings(Fleet.at(MINUTE, true), MINUTE.minusSeconds(600));
    }

    private static String liveAddress(String html) {
        String attribute = "hx-get=\"";
        int start = html.indexOf(attribute) + attribute.length();
        return html.substring(start, html.indexOf('"', start)).replace("&amp;", "&");
    }

    private static JsonNode entry(JsonNode answer, String service, String endpoint) {
        for (JsonNode entry : answer.get("services")) {
            if (entry.get("service").asText().equals(service)
                    && entry.get("endpoint").asText().equals(endpoint)) {
                return entry;
            }
        }
        throw new AssertionError("no entry for " + service + " " + endpoint + " in " + answer);
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return Json.mapper().readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + part.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }
}
