// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.sampling.KernelSampler;
import dev.linger.collector.sampling.SocketSampler;
import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.TestbedException;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.settings.Settings;
import dev.linger.model.snapshot.SocketSnapshot;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** Reads a namespace as a collector does that publishes nothing. */
final class NamespaceReader {
    private final SocketSampler sockets;
    private final KernelSampler kernel;

    NamespaceReader(Namespace namespace, InstantSource clock) {
        CollectorConfig config =
                CollectorConfig.from(
                        Settings.of(
                                Map.of(
                                        CollectorConfig.HOST.key(),
                                        namespace.label(),
                                        CollectorConfig.NAMESPACE.key(),
                                        namespace.path().toString(),
                                        CollectorConfig.INTERVAL.key(),
                                        Watch.INTERVAL.toMillis() + "ms"),
                                CollectorConfig.SETTINGS));
        this.kernel = new KernelSampler(config, clock);
        try {
            this.sockets = new SocketSampler(config, clock);
        } catch (IOException failure) {
            throw new TestbedException("cannot look at " + namespace.path(), failure);
        }
    }

    SocketSnapshot sockets() throws InterruptedException {
        SocketSnapshot snapshot = sockets.sample();
        if (snapshot.reader().namespacesSeen() == 0) {
            throw new TestbedException(String.join("; ", snapshot.reader().errors()));
        }
        return snapshot;
    }

    KernelSnapshot kernel() {
        try {
            return kernel.sample();
        } catch (IOException failure) {
            throw new TestbedException(
                    "cannot read the kernel's counters: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TestbedException("interrupted while reading counters", interrupted);
        }
    }
}
