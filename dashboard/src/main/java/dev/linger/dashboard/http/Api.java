// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.http;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.linger.dashboard.read.BoundedReads;
import dev.linger.dashboard.read.DatabaseAwayException;
import dev.linger.dashboard.read.SchemaMissingException;
import dev.linger.model.json.Json;
import dev.linger.model.part.Health;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** The answers in JSON. */
final class Api {
    private final BoundedReads reads;
    private final InstantSource clock;
    private final Supplier<Health> health;

    Api(BoundedReads reads, InstantSource clock, Supplier<Health> health) {
        this.reads = reads;
        this.clock = clock;
        this.health = health;
    }

    /** What every service does at present. */
    void services(Context context) {
        answer(context, handle -> ServicesAnswer.read(handle, clock.instant()));
    }

    /** The findings that are not resolved, with their advice. */
    void findings(Context context) {
        answer(context, handle -> FindingsAnswer.read(handle, clock.instant()));
    }

    /** How this part does; 503 when it does not. */
    void health(Context context) {
        Health now = health.get();
        json(
                context,
                now.healthy() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                new HealthAnswer("dashboard", now.healthy(), now.summary(), now.details()));
    }

    /**
     * The answer of {@code /health}.
     *
     * @param part the part's name
     * @param healthy whether it does its work
     * @param summary a sentence
     * @param details numbers and texts by name
     */
    record HealthAnswer(
            String part, boolean healthy, String summary, Map<String, Object> details) {}

    private <T> void answer(Context context, BoundedReads.Questions<T> questions) {
        try {
            json(context, HttpStatus.OK, reads.read(questions));
        } catch (DatabaseAwayException | SchemaMissingException e) {
            json(
                    context,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    private static void json(Context context, HttpStatus status, Object value) {
        try {
            context.status(status)
                    .contentType("application/json; charset=utf-8")
                    .result(Json.mapper().writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }
}
