// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;

import dev.linger.model.json.FormReader;
import dev.linger.model.json.KnownForm;
import dev.linger.model.snapshot.ServiceLimits.Descriptors;
import dev.linger.model.snapshot.ServiceLimits.LocalPorts;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link SocketSnapshot} as the collector writes it. Ten thousand hosts send forty megabytes of
 * these a second, and what streams does takes less time than reading them: so this one record is
 * read without the mapper.
 */
public final class SnapshotForm implements KnownForm<SocketSnapshot> {
    private static final SerializableString SCHEMA_VERSION = name("schemaVersion");
    private static final SerializableString HOST = name("host");
    private static final SerializableString LABELS = name("labels");
    private static final SerializableString BOOT_ID = name("bootId");
    private static final SerializableString SEQUENCE = name("sequence");
    private static final SerializableString OBSERVED_AT = name("observedAt");
    private static final SerializableString INTERVAL_MILLIS = name("intervalMillis");
    private static final SerializableString READER = name("reader");
    private static final SerializableString GROUPS = name("groups");
    private static final SerializableString LISTENERS = name("listeners");
    private static final SerializableString LIMITS = name("limits");
    private static final SerializableString NAME = name("name");
    private static final SerializableString SCAN_MICROS = name("scanMicros");
    private static final SerializableString SOCKETS_SCANNED = name("socketsScanned");
    private static final SerializableString NAMESPACES_SEEN = name("namespacesSeen");
    private static final SerializableString NAMESPACES_FAILED = name("namespacesFailed");
    private static final SerializableString RETRIED = name("interruptedDumpsRetried");
    private static final SerializableString FOLDED_GROUPS = name("foldedGroups");
    private static final SerializableString ERRORS = name("errors");
    private static final SerializableString NAMESPACE = name("namespace");
    private static final SerializableString SERVICE = name("service");
    private static final SerializableString ENDPOINT = name("endpoint");
    private static final SerializableString ACCEPT_QUEUE = name("acceptQueue");
    private static final SerializableString ACCEPT_QUEUE_PEAK = name("acceptQueuePeak");
    private static final SerializableString BACKLOG = name("backlog");
    private static final SerializableString LOCAL_PORTS = name("localPorts");
    private static final SerializableString DESCRIPTORS = name("descriptors");
    private static final SerializableString SOURCE_ADDRESS = name("sourceAddress");
    private static final SerializableString DISTINCT = name("distinct");
    private static final SerializableString CONNECTIONS = name("connections");
    private static final SerializableString ENDPOINTS = name("endpoints");
    private static final SerializableString USABLE = name("usable");
    private static final SerializableString PID = name("pid");
    private static final SerializableString USED = name("used");
    private static final SerializableString LIMIT = name("limit");

    static SerializableString name(String name) {
        return new SerializedString(name);
    }

    @Override
    public @Nullable SocketSnapshot read(JsonParser parser) throws IOException {
        FormReader json = new FormReader(parser);
        json.beginObject();
        int schemaVersion = json.smallInteger(SCHEMA_VERSION);
        String host = json.text(HOST);
        Map<String, String> labels = labels(json);
        String bootId = json.text(BOOT_ID);
        long sequence = json.integer(SEQUENCE);
        Instant observedAt = instant(json.text(OBSERVED_AT));
        long intervalMillis = json.integer(INTERVAL_MILLIS);
        ReaderReport reader = reader(json);
        List<SocketGroup> groups = json.array(GROUPS, GroupForm::read);
        List<Listener> listeners = json.array(LISTENERS, SnapshotForm::listener);
        List<ServiceLimits> limits = limits(json);
        return parser.nextToken() != null
                ? null
                : new SocketSnapshot(
                        schemaVersion,
                        host,
                        labels,
                        bootId,
                        sequence,
                        observedAt,
                        intervalMillis,
                        reader,
                        groups,
                        listeners,
                        limits);
    }

    private static Map<String, String> labels(FormReader json) throws IOException {
        json.object(LABELS);
        Map<String, String> labels = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (labels.put(name, json.textValue()) != null) {
                throw FormReader.otherForm();
            }
        }
        return labels;
    }

    private static Instant instant(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw FormReader.otherForm();
        }
    }

    private static ReaderReport reader(FormReader json) throws IOException {
        json.object(READER);
        ReaderReport reader =
                new ReaderReport(
                        json.text(NAME),
                        json.integer(SCAN_MICROS),
                        json.integer(SOCKETS_SCANNED),
                        json.smallInteger(NAMESPACES_SEEN),
                        json.smallInteger(NAMESPACES_FAILED),
                        json.smallInteger(RETRIED),
                        json.smallInteger(FOLDED_GROUPS),
                        json.texts(ERRORS));
        json.endObject();
        return reader;
    }

    private static Listener listener(FormReader json) throws IOException {
        Listener listener =
                new Listener(
                        json.integer(NAMESPACE),
                        json.text(SERVICE),
                        json.text(ENDPOINT),
                        json.integer(ACCEPT_QUEUE),
                        json.integer(ACCEPT_QUEUE_PEAK),
                        json.integer(BACKLOG));
        json.endObject();
        return listener;
    }

    /** Absent from earlier collectors, null from those that do not collect them. */
    private static @Nullable List<ServiceLimits> limits(FormReader json) throws IOException {
        if (!json.hasField(LIMITS)) {
            return null;
        }
        List<ServiceLimits> limits = json.arrayOrNull(SnapshotForm::limit);
        json.endObject();
        return limits;
    }

    private static ServiceLimits limit(FormReader json) throws IOException {
        ServiceLimits limit =
                new ServiceLimits(json.text(SERVICE), localPorts(json), descriptors(json));
        json.endObject();
        return limit;
    }

    private static @Nullable LocalPorts localPorts(FormReader json) throws IOException {
        if (!json.objectOrNull(LOCAL_PORTS)) {
            return null;
        }
        LocalPorts ports =
                new LocalPorts(
                        json.integer(NAMESPACE),
                        json.text(SOURCE_ADDRESS),
                        json.integer(DISTINCT),
                        json.integer(CONNECTIONS),
                        json.integer(ENDPOINTS),
                        json.integer(USABLE));
        json.endObject();
        return ports;
    }

    private static @Nullable Descriptors descriptors(FormReader json) throws IOException {
        if (!json.objectOrNull(DESCRIPTORS)) {
            return null;
        }
        Descriptors descriptors =
                new Descriptors(json.integer(PID), json.integer(USED), json.integer(LIMIT));
        json.endObject();
        return descriptors;
    }
}
