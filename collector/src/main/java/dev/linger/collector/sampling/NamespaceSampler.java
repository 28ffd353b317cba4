// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.DumpReport;
import dev.linger.collector.inetdiag.InetDiagDump;
import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.linux.NetworkNamespace;
import dev.linger.collector.ownership.Owners;
import dev.linger.collector.ownership.Services;
import dev.linger.collector.proc.EphemeralPortsReader;
import dev.linger.collector.proc.NetCounters;
import dev.linger.collector.proc.ProcFs;
import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.tcp.Side;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Scans one network namespace, and keeps what its next scan needs. For one thread at a time. */
final class NamespaceSampler {
    private static final int MAX_REMEMBERED = 1 << 20;

    private NetworkNamespace namespace;
    private final long inode;
    private final ProcFs proc;
    private final EphemeralPortsReader ports;
    private final Services services;
    private final ScanBuffers buffers;
    private final GroupAssembler assembler;
    private final ListenerTable listeners = new ListenerTable();
    private final Talkers talkers = new Talkers();
    private final SinceSnapshot since = new SinceSnapshot();
    private final OwnerResolution resolution = new OwnerResolution(listeners, talkers);
    private final ScanAccumulator accumulator;
    private boolean lookForOwners;

    NamespaceSampler(
            NetworkNamespace namespace,
            long inode,
            ProcFs proc,
            Owners owners,
            Services services,
            ScanBuffers buffers) {
        this.namespace = namespace;
        this.inode = inode;
        this.proc = proc;
        this.ports = new EphemeralPortsReader(proc);
        this.services = services;
        this.buffers = buffers;
        this.assembler = new GroupAssembler(services);
        this.accumulator =
                new ScanAccumulator(
                        buffers, owners, listeners, new ConnectionMemory(MAX_REMEMBERED));
    }

    /**
     * What a namespace adds to a snapshot.
     *
     * @param unknownStates sockets left out, because their state is unknown to this program
     * @param undecided sockets whose owner a later scan will know
     */
    record Result(
            GroupAssembler.Groups groups,
            List<Listener> listeners,
            List<LocalPortUse.Use> localPorts,
            DumpReport dump,
            long unknownStates,
            long undecided) {}

    /** The file that stands for it may change: a process through which it was reached may end. */
    void reachedBy(NetworkNamespace file) {
        namespace = file;
    }

    /** The file that stands for it. */
    String name() {
        return namespace.toString();
    }

    /** The namespace's inode. */
    long inode() {
        return inode;
    }

    /**
     * Scans all states, and returns what came up since the last call.
     *
     * @param interval how far back active closes count, where this is the first scan
     * @param maxGroups groups to return at most
     * @throws Exception what kept the namespace from being read: gone, not permitted, malformed
     */
    Result sample(Duration interval, int maxGroups) throws Exception {
        DumpReport report = scan(InetDiagDump.ALL_STATES, true, interval);
        long nowNanos = report.finishedAtNanos();
        int usablePorts = ports.latest().usable(listeners.boundPorts());
        GroupAssembler.Groups groups =
                assembler.assemble(
                        inode,
                        maxGroups,
                        accumulator.cells(),
                        since,
                        resolution,
                        usablePorts,
                        report.source() == SocketSource.SOCK_DIAG,
                        nowNanos);
        Result result =
                new Result(
                        groups,
                        listenerRecords(report.source()),
                        localPorts(usablePorts, nowNanos),
                        report,
                        accumulator.unknownStates(),
                        accumulator.undecided());
        lookForOwners = isAnyUnowned(groups.groups());
        since.clear();
        listeners.reset(nowNanos);
        talkers.forget(nowNanos);
        return result;
    }

    private List<LocalPortUse.Use> localPorts(int usablePorts, long nowNanos) {
        return new LocalPortUse(accumulator.cells(), resolution, nowNanos)
                .of(accumulator, inode, usablePorts);
    }

    /** As {@link CellWriter#share}. */
    void share(long[] inodes) {
        accumulator.share(inodes);
    }

    /**
     * Whether there is anything to scan: 20 us, where a dump of an empty namespace walks the tables
     * of the whole host.
     *
     * @throws Exception as {@link #sample}
     */
    boolean hasSockets() throws Exception {
        return namespace.call(() -> NetCounters.hasTcpSockets(proc));
    }

    /**
     * Scans all states but ESTABLISHED: feeds peaks and active closes of the next {@link #sample}.
     * Where clients left TIME_WAIT behind that nobody is known to own, ESTABLISHED is scanned too,
     * without tcp_info: connections that live for a millisecond are seldom caught alive, and one
     * that is tells who talks to the endpoint. Where TIME_WAIT are many and none ends early, they
     * are left to {@link #sample}, which sees each of them.
     *
     * @throws Exception as {@link #sample}
     */
    DumpReport tick(Duration interval) throws Exception {
        return scan(tickStates(), false, interval);
    }

    /** Bits of the states that the next {@link #tick} reads. */
    int tickStates() {
        int states = lookForOwners ? InetDiagDump.ALL_STATES : InetDiagDump.ALL_BUT_ESTABLISHED;
        return accumulator.ticksNeedTimeWait() ? states : states & ~InetDiagDump.TIME_WAIT;
    }

    private DumpReport scan(int states, boolean withInfo, Duration interval) throws Exception {
        DumpReport report = namespace.call(() -> scanInside(states, withInfo, interval));
        accumulator.finish();
        talkers.add(accumulator.cells(), report.finishedAtNanos());
        since.add(accumulator.cells());
        return report;
    }

    private DumpReport scanInside(int states, boolean withInfo, Duration interval)
            throws IOException {
        long nowNanos = System.nanoTime();
        accumulator.prepare(ports.read(nowNanos), states, withInfo, nowNanos - interval.toNanos());
        return buffers.reader().dump(states, withInfo, accumulator);
    }

    private static boolean isAnyUnowned(List<SocketGroup> groups) {
        for (SocketGroup group : groups) {
            if (group.side() == Side.CLIENT
                    && group.states().timeWait() > 0
                    && group.service().equals(SocketGroup.UNKNOWN_SERVICE)) {
                return true;
            }
        }
        return false;
    }

    /** None where the backlog is not known: a queue without its limit says nothing. */
    private List<Listener> listenerRecords(SocketSource source) {
        if (source == SocketSource.PROC) {
            return List.of();
        }
        List<Listener> records = new ArrayList<>();
        for (ListenSocket socket : listeners.current()) {
            records.add(
                    new Listener(
                            inode,
                            services.nameOf(socket.owner),
                            socket.endpoint(),
                            socket.acceptQueue,
                            socket.acceptQueuePeak,
                            socket.backlog));
        }
        records.sort(NamespaceSampler::byServiceAndEndpoint);
        return records;
    }

    private static int byServiceAndEndpoint(Listener one, Listener other) {
        int byService = one.service().compareTo(other.service());
        return byService != 0 ? byService : one.endpoint().compareTo(other.endpoint());
    }
}
