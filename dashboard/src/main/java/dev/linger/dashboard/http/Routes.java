// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.http;

import dev.linger.dashboard.read.BoundedReads;
import dev.linger.dashboard.read.Situations;
import dev.linger.model.part.Health;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Every address that the dashboard answers. */
public final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final Assets assets = new Assets();
    private final Pages pages;
    private final Api api;

    /** Answers from these readings. */
    public Routes(
            Situations situations,
            BoundedReads reads,
            InstantSource clock,
            Duration refresh,
            Supplier<Health> health) {
        this.pages = new Pages(situations, reads, clock, refresh, assets);
        this.api = new Api(reads, clock, health);
    }

    /** A server that is not started yet. */
    public Javalin server() {
        return Javalin.create(this::configure);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.routes
                .before(Security::protect)
                .get("/", pages::overview)
                .get("/live", pages::overviewLive)
                .get("/service", pages::service)
                .get("/service/live", pages::serviceLive)
                .get("/assets/<name>", this::asset)
                .get("/favicon.ico", context -> context.redirect(assets.url("mark.svg")))
                .get("/api/v1/services", api::services)
                .get("/api/v1/findings", api::findings)
                .get("/health", api::health)
                .error(HttpStatus.NOT_FOUND, "html", this::notFound)
                .exception(Exception.class, this::failed);
    }

    private void asset(Context context) {
        Asset asset = assets.find(context.pathParam("name"));
        if (asset == null) {
            context.status(HttpStatus.NOT_FOUND);
            return;
        }
        if (asset.version().equals(context.queryParam("v"))) {
            context.header("Cache-Control", FOREVER);
        }
        context.contentType(asset.contentType()).result(asset.content());
    }

    private void notFound(Context context) {
        String body = context.result();
        if (body == null || !body.startsWith("<!doctype")) {
            pages.trouble(
                    context, HttpStatus.NOT_FOUND, "Nothing here", "No page has this address.");
        }
    }

    private void failed(Exception thrown, Context context) {
        LOG.error("{} {} failed", context.method(), context.path(), thrown);
        pages.trouble(
                context,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "This page could not be made",
                "It is a fault of Linger, not of your services; its log says more.");
    }
}
