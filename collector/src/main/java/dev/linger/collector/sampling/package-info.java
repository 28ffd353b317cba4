// SPDX-License-Identifier: Apache-2.0
/**
 * From the sockets of a dump to a snapshot.
 *
 * <pre>
 *  InetDiagDump --socket--> ScanAccumulator --> CellTable --cells--> GroupAssembler --> SocketSnapshot
 *                            |  owner unknown                         |  owners of what has none
 *                            v                                        v
 *                           DeferredSockets, looked up after the dump ListenerTable, Talkers
 * </pre>
 *
 * <p>Nothing is allocated for a socket; a cell stands for all sockets of one owner, side, endpoint
 * and source address.
 */
@NullMarked
package dev.linger.collector.sampling;

import org.jspecify.annotations.NullMarked;
