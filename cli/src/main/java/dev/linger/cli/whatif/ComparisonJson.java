// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.whatif;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;

import dev.linger.advice.whatif.Comparison;
import dev.linger.advice.whatif.Setup;
import dev.linger.model.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The form of {@code linger what-if --json}: a contract, scripts rely on it. */
public final class ComparisonJson {
    /** Rows whose number is absent stand for never. */
    private record Document(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String service,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String endpoint,
            Setup before,
            Setup after,
            List<Comparison.Row> rows) {}

    private ComparisonJson() {}

    /** One JSON document, indented. */
    public static String of(@Nullable ObservedSetup about, Comparison comparison) {
        try {
            return Json.mapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(
                            new Document(
                                    about == null ? null : about.service(),
                                    about == null ? null : about.endpoint(),
                                    comparison.before(),
                                    comparison.after(),
                                    comparison.rows()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
