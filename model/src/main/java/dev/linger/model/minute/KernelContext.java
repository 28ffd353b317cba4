// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.Require;
import dev.linger.model.kernel.ConfiguredSysctl;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * The kernel that the worst host of a service runs on: the host and namespace that came nearest to
 * running out of ports or of accept queue, among the hosts that sent a kernel snapshot.
 *
 * @param host the host
 * @param namespace inode of the network namespace
 * @param sysctls effective values by dotted name
 * @param counterIncreases growth of kernel counters between the two latest kernel snapshots of one
 *     boot; empty until there were two. A counter that did not grow is left out
 * @param levels values of the latest kernel snapshot that rise and fall: {@code sockstat.TCP.tw},
 *     {@code conntrack.count}; absent in minutes of earlier versions
 * @param configured what sysctl.d says where that differs from the effective value, or where this
 *     kernel lacks the setting; absent where not collected, or in a namespace of a container
 */
public record KernelContext(
        String host,
        long namespace,
        Map<String, String> sysctls,
        Map<String, Long> counterIncreases,
        @Nullable Map<String, Long> levels,
        @Nullable Map<String, ConfiguredSysctl> configured) {
    /** Copies the maps. */
    public KernelContext {
        Require.name("kernel.host", Require.present("kernel.host", host));
        Require.notNegative("kernel.namespace", namespace);
        sysctls = Require.copy("kernel.sysctls", sysctls);
        counterIncreases = Require.copy("kernel.counterIncreases", counterIncreases);
        levels = levels == null ? null : Require.copy("kernel.levels", levels);
        configured = configured == null ? null : Require.copy("kernel.configured", configured);
    }

    /** As earlier versions wrote it: without levels and configured values. */
    public KernelContext(
            String host,
            long namespace,
            Map<String, String> sysctls,
            Map<String, Long> counterIncreases) {
        this(host, namespace, sysctls, counterIncreases, null, null);
    }
}
