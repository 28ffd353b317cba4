// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of some services on their way into packed hours; one service after the other comes in. */
final class ServiceChunk {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceChunk.class);
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final List<FreshColumn> columns;
    private final int keys;
    private final Set<String> left = new LinkedHashSet<>();
    private final List<List<@Nullable Object>> packed = new ArrayList<>();
    private Map<List<Object>, HourOfRows> hours = new HashMap<>();
    private String service = "";
    private long rowsOfService;
    private long rows;

    /** Takes rows with {@code minute} and then these columns, the key's before the others. */
    ServiceChunk(List<FreshColumn> columns) {
        this.columns = columns;
        this.keys = (int) columns.stream().filter(it -> it.kind() == FreshColumn.Kind.KEY).count();
    }

    /** Takes a row. */
    void add(List<@Nullable ByteBuffer> fields) {
        Instant minute = minute(fields.getFirst());
        List<String> key = fields.subList(1, 1 + keys).stream().map(ServiceChunk::text).toList();
        if (!key.getFirst().equals(service)) {
            endService();
            service = key.getFirst();
        }
        rowsOfService++;
        if (left.contains(service)) {
            return;
        }
        Instant hour = minute.truncatedTo(ChronoUnit.HOURS);
        try {
            hours.computeIfAbsent(List.of(hour, key), it -> new HourOfRows(hour, key, columns))
                    .add(
                            (int) ChronoUnit.MINUTES.between(hour, minute),
                            fields.subList(1 + keys, fields.size()));
        } catch (UnpackableException e) {
            leave(e);
        }
    }

    /** The packed rows of all services that could be packed. */
    List<List<@Nullable Object>> finish() {
        endService();
        return packed;
    }

    /** Services whose rows stay as they are. */
    Set<String> left() {
        return left;
    }

    /** Rows that went into the packed ones. */
    long rows() {
        return rows;
    }

    private void endService() {
        int before = packed.size();
        try {
            for (HourOfRows hour : hours.values()) {
                packed.add(hour.pack());
            }
        } catch (UnpackableException e) {
            packed.subList(before, packed.size()).clear();
            leave(e);
        }
        if (!left.contains(service)) {
            rows += rowsOfService;
        }
        rowsOfService = 0;
        hours = new HashMap<>();
    }

    private void leave(UnpackableException e) {
        LOG.warn("{} is not packed: {}", service, e.getMessage());
        left.add(service);
        hours.clear();
    }

    private static Instant minute(@Nullable ByteBuffer field) {
        if (field == null) {
            throw new IllegalStateException("a row without its minute");
        }
        return POSTGRES_EPOCH.plus(field.getLong(), ChronoUnit.MICROS);
    }

    private static String text(@Nullable ByteBuffer field) {
        if (field == null) {
            throw new IllegalStateException("a row without its key");
        }
        return StandardCharsets.UTF_8.decode(field).toString();
    }
}
