// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;

import dev.linger.model.golden.GoldenFile;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/**
 * The JSON Schemas under docs/schemas are generated from the records; this test keeps them true.
 */
class SchemaTest {
    static Stream<Topic<?>> topics() {
        return Topics.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldMatchTheSchemaInDocs(Topic<?> topic) {
        GoldenFile.assertMatches(
                "docs/schemas/" + topic.codec().type().getSimpleName() + ".schema.json",
                schemaOf(topic).toPrettyString() + "\n");
    }

    private static JsonNode schemaOf(Topic<?> topic) {
        SchemaGeneratorConfigBuilder builder =
                new SchemaGeneratorConfigBuilder(
                                Json.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                        .with(
                                new JacksonModule(
                                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY,
                                        JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE,
                                        JacksonOption.RESPECT_JSONPROPERTY_ORDER))
                        .with(
                                Option.EXTRA_OPEN_API_FORMAT_VALUES,
                                Option.NULLABLE_FIELDS_BY_DEFAULT)
                        .without(Option.NULLABLE_METHOD_RETURN_VALUES_BY_DEFAULT);
        builder.forFields()
                .withNullableCheck(field ->
                        field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class))
                .withRequiredCheck(field ->
                        !field.getRawMember()
                                .getAnnotatedType()
                                .isAnnotationPresent(Nullable.class));
        builder.forTypesInGeneral()
                .withTitleResolver(scope ->
                        scope.getType().getErasedType() == topic.codec().type()
                                ? topic.codec().type().getSimpleName() + " on " + topic.name()
                                : null);
        return new SchemaGenerator(builder.build()).generateSchema(topic.codec().type());
    }
}
