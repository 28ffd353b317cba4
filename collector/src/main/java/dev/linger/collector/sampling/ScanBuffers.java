// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.InetDiagDump;

/**
 * What one scan fills and the next may overwrite: shared by the namespaces that a thread scans in
 * turn, so that a hundred of them need no more memory than one.
 *
 * @param dump the reader with its buffer
 * @param cells counts of the scan
 * @param deferred sockets that wait for their owner
 */
record ScanBuffers(InetDiagDump dump, CellTable cells, DeferredSockets deferred) {
    /** New, empty ones. */
    ScanBuffers() {
        this(new InetDiagDump(), new CellTable(), new DeferredSockets());
    }
}
