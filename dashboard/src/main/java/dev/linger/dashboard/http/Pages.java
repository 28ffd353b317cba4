// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.http;

import dev.linger.dashboard.read.BoundedReads;
import dev.linger.dashboard.read.DatabaseAwayException;
import dev.linger.dashboard.read.Reading;
import dev.linger.dashboard.read.SchemaMissingException;
import dev.linger.dashboard.read.ServiceStory;
import dev.linger.dashboard.read.Situations;
import dev.linger.dashboard.view.Frame;
import dev.linger.dashboard.view.Overview;
import dev.linger.dashboard.view.ServicePage;
import dev.linger.dashboard.view.SortOrder;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * The pages, and the fragments by which open pages renew themselves. A fragment that would look the
 * same as what the page already shows is answered with 204 and no content.
 */
final class Pages {
    private static final String TEMPLATES = "dev.linger.dashboard.template";
    private static final int DEFAULT_HOURS = 3;

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(
                    null, ContentType.Html, Pages.class.getClassLoader(), TEMPLATES);
    private final Situations situations;
    private final BoundedReads reads;
    private final InstantSource clock;
    private final Duration refresh;
    private final Assets assets;

    Pages(
            Situations situations,
            BoundedReads reads,
            InstantSource clock,
            Duration refresh,
            Assets assets) {
        this.situations = situations;
        this.reads = reads;
        this.clock = clock;
        this.refresh = refresh;
        this.assets = assets;
    }

    /** The first page; 503 while the database is away, with what was last known. */
    void overview(Context context) {
        Reading reading = situations.present();
        context.status(status(reading));
        send(context, "overview.jte", overview(context, reading));
    }

    /** The first page's content. */
    void overviewLive(Context context) {
        Overview page = overview(context, situations.present());
        sendIfNew(context, "overviewLive.jte", page.frame(), page);
    }

    /** The page of the service that the parameter {@code name} names. */
    void service(Context context) {
        ServicePage page = servicePage(context);
        if (page != null) {
            boolean away = page.frame().pulse() == Frame.Pulse.AWAY;
            context.status(
                    away
                            ? HttpStatus.SERVICE_UNAVAILABLE
                            : page.known() ? HttpStatus.OK : HttpStatus.NOT_FOUND);
            send(context, "service.jte", page);
        }
    }

    /** The content of the page of a service. */
    void serviceLive(Context context) {
        ServicePage page = servicePage(context);
        if (page != null) {
            sendIfNew(context, "serviceLive.jte", page.frame(), page);
        }
    }

    /** A page that says what went wrong. */
    void trouble(Context context, HttpStatus status, String heading, String text) {
        context.status(status);
        render(context, "trouble.jte", Map.of("heading", heading, "text", text, "assets", assets));
    }

    private Overview overview(Context context, Reading reading) {
        return Overview.of(reading, SortOrder.parse(context.queryParam("sort")), clock.instant());
    }

    private @Nullable ServicePage servicePage(Context context) {
        String name = context.queryParam("name");
        if (name == null || name.isBlank()) {
            trouble(context, HttpStatus.NOT_FOUND, "Which service?", "The address names none.");
            return null;
        }
        int hours = hours(context.queryParam("hours"));
        Reading reading = situations.present();
        Instant now = clock.instant();
        return ServicePage.of(reading, story(reading, name, hours, now), hours, now);
    }

    /** What is known of a service; nothing at all while the database is away. */
    private ServiceStory story(Reading reading, String name, int hours, Instant now) {
        Instant from = now.minus(Duration.ofHours(hours));
        if (reading instanceof Reading.Seen) {
            try {
                return reads.read(handle -> ServiceStory.read(handle, name, from, now));
            } catch (DatabaseAwayException | SchemaMissingException e) {
                return ServiceStory.unread(name, from, now);
            }
        }
        return ServiceStory.unread(name, from, now);
    }

    private static int hours(@Nullable String parameter) {
        for (int hours : ServicePage.RANGES_HOURS) {
            if (Integer.toString(hours).equals(parameter)) {
                return hours;
            }
        }
        return DEFAULT_HOURS;
    }

    private static HttpStatus status(Reading reading) {
        return reading instanceof Reading.Away ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK;
    }

    private void sendIfNew(Context context, String template, Frame frame, Object page) {
        if (frame.token().equals(context.queryParam("seen"))) {
            context.status(HttpStatus.NO_CONTENT);
        } else {
            send(context, template, page);
        }
    }

    private void send(Context context, String template, Object page) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("page", page);
        parameters.put("refreshMillis", refresh.toMillis());
        if (!template.endsWith("Live.jte")) {
            parameters.put("assets", assets);
        }
        render(context, template, parameters);
    }

    private void render(Context context, String template, Map<String, Object> parameters) {
        StringOutput html = new StringOutput(64 * 1024);
        engine.render(template, parameters, html);
        context.html(html.toString());
    }
}
