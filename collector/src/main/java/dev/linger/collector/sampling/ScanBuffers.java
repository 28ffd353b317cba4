// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.InetDiagDump;
import dev.linger.collector.inetdiag.SocketReader;
import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.proc.ProcFs;
import dev.linger.collector.proc.TcpTableReader;

import org.jspecify.annotations.Nullable;

/**
 * What one scan fills and the next may overwrite: shared by the namespaces that a thread scans in
 * turn, so that a hundred of them need no more memory than one.
 *
 * @param reader with its buffer
 * @param cells counts of the scan
 * @param places where sockets of the scan are counted
 * @param deferred sockets that wait for their owner
 * @param latePorts local ports of these
 */
record ScanBuffers(
        SocketReader reader,
        CellTable cells,
        Places places,
        DeferredSockets deferred,
        PortLog latePorts) {
    /**
     * New, empty ones.
     *
     * @param source where to read from; null: sock_diag, and /proc where there is none
     */
    static ScanBuffers of(@Nullable SocketSource source) {
        return new ScanBuffers(
                reader(source),
                new CellTable(),
                new Places(),
                new DeferredSockets(),
                new PortLog());
    }

    /** Why sock_diag is not used though it was not ruled out; empty where it is. */
    String whyNotSockDiag() {
        return reader instanceof ReaderChoice choice ? choice.reason() : "";
    }

    private static SocketReader reader(@Nullable SocketSource source) {
        if (source == null) {
            return new ReaderChoice(new InetDiagDump(), new TcpTableReader(ProcFs.HOST));
        }
        return source == SocketSource.PROC ? new TcpTableReader(ProcFs.HOST) : new InetDiagDump();
    }
}
