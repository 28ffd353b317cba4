// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.kernel.ConfiguredSysctl;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.NamespaceKernel;
import dev.linger.model.minute.HostKernel;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Two kernel snapshots of a host, a minute apart. */
public final class HostKernelFixture {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private HostKernelFixture() {}

    /** A host on which one setting has a value. */
    public static HostKernel with(String host, String sysctl, String value) {
        return new HostKernel(
                new KernelSnapshot(
                        KernelSnapshot.SCHEMA_VERSION,
                        host,
                        "boot-1",
                        NOW,
                        "6.18.44",
                        List.of(
                                new NamespaceKernel(
                                        MinuteFixture.NAMESPACE, Map.of(sysctl, value), Map.of())),
                        null,
                        null),
                null);
    }

    /** A NAT that could not place so many connections between them. */
    public static HostKernel natThatFails(long failures) {
        return new HostKernel(
                snapshot(NOW, 7 + failures, 40 + failures), snapshot(NOW.minusSeconds(60), 7, 40));
    }

    /** A host whose files still set tcp_tw_recycle, on a kernel without it. */
    public static HostKernel recycleConfigured(String value) {
        KernelSnapshot without = snapshot(NOW, 0, 0);
        return new HostKernel(
                new KernelSnapshot(
                        KernelSnapshot.SCHEMA_VERSION,
                        without.host(),
                        without.bootId(),
                        without.observedAt(),
                        without.kernelRelease(),
                        without.namespaces(),
                        null,
                        null,
                        Map.of(
                                "net.ipv4.tcp_tw_recycle",
                                new ConfiguredSysctl(value, "/etc/sysctl.d/60-tuning.conf"))),
                null);
    }

    private static KernelSnapshot snapshot(Instant at, long failed, long dropped) {
        NamespaceKernel own =
                new NamespaceKernel(
                        MinuteFixture.NAMESPACE,
                        Map.of("net.netfilter.nf_conntrack_max", "262144"),
                        Map.of(
                                "nf_conntrack.insert_failed", failed,
                                "nf_conntrack.drop", dropped,
                                "conntrack.count", 50L));
        return new KernelSnapshot(
                KernelSnapshot.SCHEMA_VERSION,
                MinuteFixture.HOST,
                "boot-1",
                at,
                "6.18.44",
                List.of(own),
                null,
                null);
    }
}
