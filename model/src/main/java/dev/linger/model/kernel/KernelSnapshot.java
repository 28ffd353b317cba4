// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.kernel;

import dev.linger.model.Require;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Settings and counters of one host's kernel. Sent when something changed, and every minute.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param host host name
 * @param bootId {@code /proc/sys/kernel/random/boot_id}; counters are comparable only within it
 * @param observedAt host's clock
 * @param kernelRelease {@code uname -r}
 * @param namespaces per network namespace; the first is the collector's own
 * @param conntrack connection tracking; absent where the module is not loaded
 * @param descriptors file descriptors of the whole host; absent where not readable
 * @param configured what sysctl.d says of those settings, by dotted name; it is meant for the first
 *     namespace. Absent where not collected
 */
public record KernelSnapshot(
        int schemaVersion,
        String host,
        String bootId,
        Instant observedAt,
        String kernelRelease,
        List<NamespaceKernel> namespaces,
        @Nullable Use conntrack,
        @Nullable Use descriptors,
        @Nullable Map<String, ConfiguredSysctl> configured) {

    /** The version that this program writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** Refuses unknown versions and missing parts. */
    public KernelSnapshot {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.name("host", Require.present("host", host), Require.HOST_NAME_MAX_LENGTH);
        Require.name("bootId", Require.present("bootId", bootId));
        Require.present("observedAt", observedAt);
        Require.name("kernelRelease", Require.present("kernelRelease", kernelRelease));
        namespaces = Require.copy("namespaces", namespaces);
        configured = configured == null ? null : Require.copy("configured", configured);
    }

    /** As collectors write that do not read sysctl.d. */
    public KernelSnapshot(
            int schemaVersion,
            String host,
            String bootId,
            Instant observedAt,
            String kernelRelease,
            List<NamespaceKernel> namespaces,
            @Nullable Use conntrack,
            @Nullable Use descriptors) {
        this(
                schemaVersion,
                host,
                bootId,
                observedAt,
                kernelRelease,
                namespaces,
                conntrack,
                descriptors,
                null);
    }

    /**
     * Use of something limited.
     *
     * @param used entries in use
     * @param limit entries allowed
     */
    public record Use(long used, long limit) {
        /** Refuses negative counts. */
        public Use {
            Require.notNegative("used", used);
            Require.notNegative("limit", limit);
        }
    }
}
