// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard;

import dev.linger.dashboard.http.Routes;
import dev.linger.dashboard.read.BoundedReads;
import dev.linger.dashboard.read.Reading;
import dev.linger.dashboard.read.Situations;
import dev.linger.model.part.Health;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartFailedException;

import io.javalin.Javalin;
import io.javalin.util.JavalinException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

import javax.sql.DataSource;

/**
 * The web page and the HTTP API. It only reads, and it starts also when the database is away: then
 * the page says so until the database answers.
 */
public final class DashboardPart implements Part {
    /** How long one look at the database may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final DashboardConfig config;
    private final BoundedReads reads;
    private final Situations situations;
    private final Routes routes;
    private volatile @Nullable Javalin server;

    /** Reads from {@code dataSource}, which stays open when this part closes. */
    public DashboardPart(DashboardConfig config, DataSource dataSource, InstantSource clock) {
        this.config = config;
        this.reads = new BoundedReads(dataSource, PATIENCE);
        this.situations = new Situations(reads, clock, config.refresh());
        this.routes = new Routes(situations, reads, clock, config.refresh(), this::checkedHealth);
    }

    /** With the system's clock. */
    public DashboardPart(DashboardConfig config, DataSource dataSource) {
        this(config, dataSource, InstantSource.system());
    }

    @Override
    public String name() {
        return "dashboard";
    }

    @Override
    public void start() {
        Javalin starting = routes.server();
        try {
            starting.start(config.httpHost(), config.httpPort());
        } catch (JavalinException e) {
            starting.stop();
            throw new PartFailedException(
                    "the dashboard cannot listen on "
                            + config.httpHost()
                            + ":"
                            + config.httpPort()
                            + " ("
                            + rootMessage(e)
                            + "); choose another dashboard.http-port, 0 takes any free one",
                    e);
        }
        server = starting;
    }

    /**
     * The port that it listens on.
     *
     * @throws IllegalStateException before the start
     */
    public int port() {
        Javalin running = server;
        if (running == null) {
            throw new IllegalStateException("the dashboard is not started");
        }
        return running.port();
    }

    @Override
    public Health health() {
        Reading latest = situations.latest();
        return switch (latest) {
            case null -> new Health(server != null, "nobody looked yet", Map.of());
            case Reading.Waiting waiting ->
                    new Health(true, "waits for the first minute", Map.of());
            case Reading.Seen seen ->
                    new Health(
                            true,
                            "shows " + seen.situation().services().size() + " services",
                            Map.of(
                                    "newestMinute",
                                    seen.situation().newestMinute().toString(),
                                    "openFindings",
                                    seen.situation().findings().size()));
            case Reading.Away away ->
                    new Health(false, away.reason(), Map.of("awaySince", away.since().toString()));
        };
    }

    private Health checkedHealth() {
        situations.present();
        return health();
    }

    @Override
    public void close() {
        Javalin running = server;
        if (running != null) {
            running.stop();
            server = null;
        }
        reads.close();
    }

    private static String rootMessage(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
