// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;

import dev.linger.model.json.Json;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The kernel under a service's worst host.
 *
 * @param minute minute that it was taken from
 * @param host the host
 * @param sysctls effective values by dotted name, sorted
 */
public record KernelOfService(Instant minute, String host, Map<String, String> sysctls) {
    private static final String SQL = "select * from service_kernel where service = :service";

    private static final TypeReference<TreeMap<String, String>> TEXTS_BY_NAME =
            new TypeReference<>() {};

    /** Keeps the order. */
    public KernelOfService {
        sysctls = Collections.unmodifiableMap(new TreeMap<>(sysctls));
    }

    /** The kernel of a service; null until one of its hosts sent a kernel snapshot. */
    public static @Nullable KernelOfService of(Handle handle, String service) {
        return handle.createQuery(SQL)
                .bind("service", service)
                .map((row, context) -> read(row))
                .findOne()
                .orElse(null);
    }

    private static KernelOfService read(ResultSet row) throws SQLException {
        try {
            return new KernelOfService(
                    Columns.instant(row, "minute"),
                    row.getString("host"),
                    Json.mapper().readValue(row.getString("sysctls"), TEXTS_BY_NAME));
        } catch (JsonProcessingException e) {
            throw new SQLException("sysctls is not an object of texts", e);
        }
    }
}
