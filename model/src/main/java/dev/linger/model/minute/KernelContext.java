// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.Require;

import java.util.Map;

/**
 * The kernel that the worst host of a service runs on: the host and namespace that came nearest to
 * running out of ports or of accept queue, among the hosts that sent a kernel snapshot.
 *
 * @param host the host
 * @param namespace inode of the network namespace
 * @param sysctls effective values by dotted name
 * @param counterIncreases growth of kernel counters between the two latest kernel snapshots of one
 *     boot; empty until there were two. A counter that did not grow is left out, and so are the
 *     levels of sockstat
 */
public record KernelContext(
        String host,
        long namespace,
        Map<String, String> sysctls,
        Map<String, Long> counterIncreases) {
    /** Copies the maps. */
    public KernelContext {
        Require.name("kernel.host", Require.present("kernel.host", host));
        Require.notNegative("kernel.namespace", namespace);
        sysctls = Require.copy("kernel.sysctls", sysctls);
        counterIncreases = Require.copy("kernel.counterIncreases", counterIncreases);
    }
}
