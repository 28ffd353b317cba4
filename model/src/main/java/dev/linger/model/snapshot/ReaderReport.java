// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import dev.linger.model.Require;

import java.util.List;

/**
 * How a snapshot was read, so that its completeness can be judged.
 *
 * @param name {@code sock_diag}, or {@code proc} where the kernel offers no sock_diag
 * @param scanMicros wall time of all scans of this snapshot
 * @param socketsScanned sockets of all namespaces, LISTEN included
 * @param namespacesSeen network namespaces that were read
 * @param namespacesFailed network namespaces that could not be read; their sockets are missing
 * @param interruptedDumpsRetried dumps that the kernel marked NLM_F_DUMP_INTR and that were
 *     repeated
 * @param foldedGroups groups that were folded into {@code other} to keep the snapshot bounded
 * @param errors what failed, one sentence each; empty when all was read
 */
public record ReaderReport(
        String name,
        long scanMicros,
        long socketsScanned,
        int namespacesSeen,
        int namespacesFailed,
        int interruptedDumpsRetried,
        int foldedGroups,
        List<String> errors) {
    /** Refuses negative counts. */
    public ReaderReport {
        Require.name("reader.name", Require.present("reader.name", name));
        Require.notNegative("reader.scanMicros", scanMicros);
        Require.notNegative("reader.socketsScanned", socketsScanned);
        Require.notNegative("reader.namespacesSeen", namespacesSeen);
        Require.notNegative("reader.namespacesFailed", namespacesFailed);
        Require.notNegative("reader.interruptedDumpsRetried", interruptedDumpsRetried);
        Require.notNegative("reader.foldedGroups", foldedGroups);
        errors = Require.copy("reader.errors", errors);
    }
}
