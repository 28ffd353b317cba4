// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import dev.linger.model.json.FieldName;
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
    private static final FieldName SCHEMA_VERSION = FieldName.of("schemaVersion");
    private static final FieldName HOST = FieldName.of("host");
    private static final FieldName LABELS = FieldName.of("labels");
    private static final FieldName BOOT_ID = FieldName.of("bootId");
    private static final FieldName SEQUENCE = FieldName.of("sequence");
    private static final FieldName OBSERVED_AT = FieldName.of("observedAt");
    private static final FieldName INTERVAL_MILLIS = FieldName.of("intervalMillis");
    private static final FieldName READER = FieldName.of("reader");
    private static final FieldName GROUPS = FieldName.of("groups");
    private static final FieldName LISTENERS = FieldName.of("listeners");
    private static final FieldName LIMITS = FieldName.of("limits");
    private static final FieldName NAME = FieldName.of("name");
    private static final FieldName SCAN_MICROS = FieldName.of("scanMicros");
    private static final FieldName SOCKETS_SCANNED = FieldName.of("socketsScanned");
    private static final FieldName NAMESPACES_SEEN = FieldName.of("namespacesSeen");
    private static final FieldName NAMESPACES_FAILED = FieldName.of("namespacesFailed");
    private static final FieldName RETRIED = FieldName.of("interruptedDumpsRetried");
    private static final FieldName FOLDED_GROUPS = FieldName.of("foldedGroups");
    private static final FieldName ERRORS = FieldName.of("errors");
    private static final FieldName NAMESPACE = FieldName.of("namespace");
    private static final FieldName SERVICE = FieldName.of("service");
    private static final FieldName ENDPOINT = FieldName.of("endpoint");
    private static final FieldName ACCEPT_QUEUE = FieldName.of("acceptQueue");
    private static final FieldName ACCEPT_QUEUE_PEAK = FieldName.of("acceptQueuePeak");
    private static final FieldName BACKLOG = FieldName.of("backlog");
    private static final FieldName LOCAL_PORTS = FieldName.of("localPorts");
    private static final FieldName DESCRIPTORS = FieldName.of("descriptors");
    private static final FieldName SOURCE_ADDRESS = FieldName.of("sourceAddress");
    private static final FieldName DISTINCT = FieldName.of("distinct");
    private static final FieldName CONNECTIONS = FieldName.of("connections");
    private static final FieldName ENDPOINTS = FieldName.of("endpoints");
    private static final FieldName USABLE = FieldName.of("usable");
    private static final FieldName PID = FieldName.of("pid");
    private static final FieldName USED = FieldName.of("used");
    private static final FieldName LIMIT = FieldName.of("limit");

    @Override
    public SocketSnapshot read(byte[] bytes) throws IOException {
        FormReader json = new FormReader(bytes);
        json.beginObject();
        int schemaVersion = json.smallInteger(SCHEMA_VERSION);
        String host = json.text(HOST);
        Map<String, String> labels = labels(json);
        String bootId = json.newText(BOOT_ID);
        long sequence = json.integer(SEQUENCE);
        Instant observedAt = instant(json.newText(OBSERVED_AT));
        long intervalMillis = json.integer(INTERVAL_MILLIS);
        ReaderReport reader = reader(json);
        List<SocketGroup> groups = json.array(GROUPS, GroupForm::read);
        List<Listener> listeners = json.array(LISTENERS, SnapshotForm::listener);
        List<ServiceLimits> limits = limits(json);
        json.end();
        return new SocketSnapshot(
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
