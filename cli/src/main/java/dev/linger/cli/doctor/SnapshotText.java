// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import dev.linger.model.snapshot.SocketSnapshot;

import java.util.Locale;

/** A snapshot as a table for people. */
public final class SnapshotText {
    private static final String ROW = "%-28.28s %-6s %-28s %7s %7s %7s %7s %12s%n";

    private SnapshotText() {}

    /** One line per service, side and endpoint, those with most sockets first. */
    public static String of(SocketSnapshot snapshot) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        ROW,
                        "service",
                        "side",
                        "endpoint",
                        "estab",
                        "t-wait",
                        "c-wait",
                        "other",
                        "ports"));
        for (ServiceState state : ServiceState.of(snapshot.groups())) {
            long established = state.states().established();
            long timeWait = state.states().timeWait();
            long closeWait = state.states().closeWait();
            ServiceState.Ports ports = state.ports();
            text.append(
                    String.format(
                            Locale.ROOT,
                            ROW,
                            state.service(),
                            state.side().label(),
                            state.endpoint(),
                            established,
                            timeWait,
                            closeWait,
                            state.states().total() - established - timeWait - closeWait,
                            ports == null ? "" : ports.used() + "/" + ports.usable()));
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "%d sockets on %s, read in %.1f ms%n",
                        snapshot.reader().socketsScanned(),
                        snapshot.host(),
                        snapshot.reader().scanMicros() / 1000.0));
        return text.toString();
    }
}
