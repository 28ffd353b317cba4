// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.kernel;

import dev.linger.model.Require;

import java.util.Map;

/**
 * Settings and counters of one network namespace. sysctls are per namespace, and a new namespace
 * starts from the kernel's defaults, not from the host's values.
 *
 * @param namespace inode of the network namespace
 * @param sysctls effective values by dotted name ({@code net.ipv4.tcp_tw_reuse}); a name that this
 *     kernel lacks is absent
 * @param counters values of /proc/net/netstat, snmp and stat/nf_conntrack by {@code Table.Name}
 *     ({@code TcpExt.ListenOverflows}, {@code nf_conntrack.insert_failed}), counted since the
 *     namespace began; and the levels {@code sockstat.TCP.tw} and its kin, {@code conntrack.count}
 */
public record NamespaceKernel(
        long namespace, Map<String, String> sysctls, Map<String, Long> counters) {
    /** Copies the maps. */
    public NamespaceKernel {
        Require.notNegative("namespace", namespace);
        sysctls = Require.copy("sysctls", sysctls);
        sysctls.forEach(
                (name, value) -> Require.name("sysctl " + Require.name("sysctl", name), value));
        counters = Require.copy("counters", counters);
    }
}
