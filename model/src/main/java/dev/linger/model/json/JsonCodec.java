// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;

import dev.linger.model.UnknownSchemaVersionException;
import dev.linger.model.topic.DeadLetter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Values to and from UTF-8 JSON. Thread-safe.
 *
 * @param <V> the value
 */
public final class JsonCodec<V> {
    private final Class<V> type;
    private final @Nullable KnownForm<V> knownForm;
    private @Nullable ObjectReader reader;
    private @Nullable ObjectWriter writer;

    /** A codec of one record type; the mapper is not loaded before something is read or written. */
    public JsonCodec(Class<V> type) {
        this(type, null);
    }

    /**
     * A codec that reads without the mapper what has the form that Linger writes.
     *
     * @param knownForm accepts nothing that the mapper would refuse, and reads the same from it
     */
    public JsonCodec(Class<V> type, @Nullable KnownForm<V> knownForm) {
        this.type = type;
        this.knownForm = knownForm;
    }

    /** The record type. */
    public Class<V> type() {
        return type;
    }

    /** Writes a value, which its own constructor has checked. */
    public byte[] encode(V value) {
        try {
            return writer().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write a " + type.getSimpleName(), e);
        }
    }

    /**
     * Reads a value and checks it.
     *
     * @throws MalformedRecordException if the bytes are not such a value; the detail says why
     */
    public V decode(byte @Nullable [] bytes) throws MalformedRecordException {
        if (bytes == null) {
            throw new MalformedRecordException(
                    DeadLetter.Reason.NOT_JSON, "the value is missing (a tombstone)");
        }
        V known = decodeKnownForm(bytes);
        return known == null ? decodeByMapper(bytes) : known;
    }

    private @Nullable V decodeKnownForm(byte[] bytes) {
        if (knownForm == null) {
            return null;
        }
        try {
            return knownForm.read(bytes);
        } catch (IOException | IllegalArgumentException refused) {
            return null;
        }
    }

    private V decodeByMapper(byte[] bytes) throws MalformedRecordException {
        try {
            V value = reader().readValue(bytes);
            if (value == null) {
                throw new MalformedRecordException(
                        DeadLetter.Reason.NOT_JSON, "the value is the JSON null");
            }
            return value;
        } catch (ValueInstantiationException e) {
            throw refused(e);
        } catch (JacksonException e) {
            throw new MalformedRecordException(
                    DeadLetter.Reason.NOT_JSON, e.getOriginalMessage() + position(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    /** Two threads may both make one; either will do, since they are immutable. */
    private ObjectReader reader() {
        ObjectReader known = reader;
        if (known == null) {
            known = Json.mapper().readerFor(type);
            reader = known;
        }
        return known;
    }

    private ObjectWriter writer() {
        ObjectWriter known = writer;
        if (known == null) {
            known = Json.mapper().writerFor(type);
            writer = known;
        }
        return known;
    }

    private static MalformedRecordException refused(ValueInstantiationException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        DeadLetter.Reason reason =
                cause instanceof UnknownSchemaVersionException
                        ? DeadLetter.Reason.UNKNOWN_SCHEMA_VERSION
                        : DeadLetter.Reason.INVALID_VALUE;
        return new MalformedRecordException(reason, String.valueOf(cause.getMessage()), e);
    }

    private static String position(JacksonException e) {
        String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
        return e.getLocation() == null
                ? path
                : "%s (line %d, column %d)"
                        .formatted(
                                path, e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "" : " at " + path;
    }
}
