// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.InetDiagDump;
import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.inetdiag.SocketVisitor;
import dev.linger.collector.ownership.Owners;
import dev.linger.collector.ownership.Services;
import dev.linger.collector.proc.EphemeralPorts;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Puts each socket of a scan into its cell, and remembers what the next scan needs. Reads nothing
 * while the kernel dumps; sockets whose owner is not known yet wait for {@link #finish}.
 *
 * <p>A socket that the scan before has seen in the same state is counted where it was counted then
 * ({@link ScanOrder}); only what is new or has changed is attributed.
 *
 * <p>The owner of a socket: its cgroup's service; where the cgroup is shared, the executable that
 * holds it; where it carries no owner (TIME_WAIT, orphans), what is remembered of the connection;
 * else it stays pending, and the whole cell is resolved by {@link OwnerResolution}.
 */
final class ScanAccumulator implements SocketVisitor {
    private static final int TIME_WAIT = TcpState.TIME_WAIT.kernelNumber();
    private static final int LISTEN = TcpState.LISTEN.kernelNumber();
    private static final int FIN_WAIT2 = TcpState.FIN_WAIT2.kernelNumber();
    private static final int SYN_SENT = TcpState.SYN_SENT.kernelNumber();

    private final Owners owners;
    private final ListenerTable listeners;
    private final ConnectionMemory memory;
    private final TimeWaits timeWaits = new TimeWaits();
    private final CellTable cells;
    private final Places places;
    private final PortLog latePorts;
    private final DeferredSockets deferred;
    private final SocketAddresses addresses = new SocketAddresses();
    private final CellWriter writer;

    private final ScanOrder allStatesOrder = new ScanOrder();
    private final ScanOrder fewStatesOrder = new ScanOrder();
    private ScanOrder order = allStatesOrder;
    private EphemeralPorts orderedWith = EphemeralPorts.NONE;
    private int placed;
    private long startedAtNanos;
    private boolean countOpened;
    private long unknownStates;
    private long undecided;
    private long lastCgroupId;
    private int lastCgroupOwner;

    ScanAccumulator(
            ScanBuffers buffers, Owners owners, ListenerTable listeners, ConnectionMemory memory) {
        this.cells = buffers.cells();
        this.deferred = buffers.deferred();
        this.places = buffers.places();
        this.latePorts = buffers.latePorts();
        this.writer = new CellWriter(cells, places, addresses);
        this.owners = owners;
        this.listeners = listeners;
        this.memory = memory;
        listeners.onChange(port -> {
            allStatesOrder.distrust(port);
            fewStatesOrder.distrust(port);
        });
    }

    /**
     * Prepares a scan.
     *
     * @param ports the namespace's ephemeral ports
     * @param states bits of the states that the scan reads
     * @param forgets whether connections that neither it nor the next such scan sees are forgotten
     * @param countCloseSinceNanos for the first scan, since when active closes count
     */
    void prepare(EphemeralPorts ports, int states, boolean forgets, long countCloseSinceNanos) {
        timeWaits.prepare(states, forgets, countCloseSinceNanos);
        writer.prepare(ports);
        memory.beginScan(forgets);
        order = states == InetDiagDump.ALL_STATES ? allStatesOrder : fewStatesOrder;
        if (!ports.equals(orderedWith)) {
            placeAllAnew();
            orderedWith = ports;
        }
    }

    /** The next scans attribute every socket, as if it were new. */
    void placeAllAnew() {
        allStatesOrder.distrustAll();
        fewStatesOrder.distrustAll();
    }

    /** As {@link CellWriter#share}. */
    void share(long[] inodes) {
        writer.share(inodes);
    }

    @Override
    public void begin(long atNanos) {
        startedAtNanos = atNanos;
        cells.clear();
        places.clear();
        latePorts.clear();
        order.begin();
        deferred.begin(owners.mostToFind());
        listeners.beginScan();
        timeWaits.begin(atNanos);
        unknownStates = 0;
        undecided = 0;
        lastCgroupId = 0;
        lastCgroupOwner = owners.ofCgroup(0);
    }

    @Override
    public void socket(InetDiagMsg socket, long dumpedAtNanos) {
        int state = socket.state();
        if (!TcpState.isKnown(state)) {
            unknownStates++;
            return;
        }
        if (state == LISTEN) {
            addresses.take(socket);
            listen(socket);
            attribute(socket, dumpedAtNanos);
            return;
        }
        int before = order.placeBefore(socket.cookie());
        if (before < 0
                || order.stateBefore(before) != state
                || order.isDistrusted(socket.sport())) {
            placeAnew(socket, Places.NONE, dumpedAtNanos);
            return;
        }
        int place = order.placeNow(before);
        if (place < 0) {
            placeAnew(socket, before, dumpedAtNanos);
            return;
        }
        if (state == TIME_WAIT) {
            timeWaits.again(socket, dumpedAtNanos);
            places.count(place);
        } else {
            writer.countAt(socket, place);
        }
        order.add(socket.cookie(), place, socket.sport());
    }

    private void placeAnew(InetDiagMsg socket, int before, long dumpedAtNanos) {
        addresses.take(socket);
        placed = Places.NONE;
        attribute(socket, dumpedAtNanos);
        order.add(socket.cookie(), placed, socket.sport());
        if (before >= 0 && placed >= 0) {
            order.follow(before, placed, places, cells);
        }
    }

    private void attribute(InetDiagMsg socket, long dumpedAtNanos) {
        boolean ownable = socket.cgroupId() != 0 || socket.inode() != 0;
        if (!ownable) {
            withoutOwner(socket, dumpedAtNanos);
            return;
        }
        int owner = ofCgroup(socket.cgroupId());
        int slot = memory.find(socket.cookie());
        if (owner >= 0) {
            count(socket, slot, owner, OwnedBy.CGROUP);
        } else if (slot >= 0 && memory.owner(slot) != ConnectionMemory.NO_OWNER) {
            count(socket, slot, memory.owner(slot), remembered(socket, memory.owner(slot)));
        } else if (owner == Owners.SHARED && socket.inode() == 0) {
            count(socket, slot, CellTable.PENDING, OwnedBy.UNKNOWN);
        } else {
            deferUnlessMet(socket, slot, owner);
        }
    }

    /** Counts a socket that the latest walk came across; any other waits for {@link #finish}. */
    private void deferUnlessMet(InetDiagMsg socket, int slot, int owner) {
        int met = owner == Owners.SHARED ? owners.ofInode(socket.inode()) : Owners.NOT_LEARNT;
        if (met != Owners.NOT_LEARNT) {
            countHeld(socket, slot, met);
        } else if (!deferred.add(socket)) {
            countUndecided(socket, slot);
        }
    }

    /** The dump is complete: looks up owners, and places the sockets that waited for them. */
    void finish() {
        if (!deferred.isEmpty()) {
            Set<Long> cgroupIds = new HashSet<>();
            deferred.forEach(socket -> cgroupIds.add(socket.cgroupId()));
            owners.learn(cgroupIds);
            LongStream.Builder inodes = LongStream.builder();
            deferred.forEach(socket -> {
                if (owners.ofCgroup(socket.cgroupId()) == Owners.SHARED) {
                    inodes.add(socket.inode());
                }
            });
            owners.lookFor(inodes.build().toArray());
            deferred.forEach(this::placeLate);
        }
        places.settle(cells);
        writer.settle();
        order.commit(places, cells);
        timeWaits.commit();
        countOpened = true;
    }

    /** As {@link EarlyEnds#ticksNeedTimeWait}. */
    boolean ticksNeedTimeWait() {
        return timeWaits.ticksNeedTimeWait();
    }

    /** What was counted. */
    CellTable cells() {
        return cells;
    }

    /** Shows every local port that the sockets of the latest scan occupy, with its cell. */
    void forEachPort(PortTaker taker) {
        for (int at = 0; at < order.size(); at++) {
            int place = order.place(at);
            if (place >= 0 && places.usesPort(place)) {
                taker.take(places.cell(place), order.port(at));
            }
        }
        latePorts.forEach(taker);
    }

    /** Sockets in states that this program doesn't know, which are left out. */
    long unknownStates() {
        return unknownStates;
    }

    /** Sockets whose owner is looked up by a later scan only, to keep this one bounded. */
    long undecided() {
        return undecided;
    }

    private void withoutOwner(InetDiagMsg socket, long dumpedAtNanos) {
        int slot = memory.find(socket.cookie());
        Side side = sideOf(socket, slot);
        boolean newTimeWait = socket.state() == TIME_WAIT && timeWaits.isNew(socket, dumpedAtNanos);
        int owner = CellTable.PENDING;
        if (slot >= 0) {
            memory.touch(slot);
            if (side == Side.CLIENT && memory.owner(slot) != ConnectionMemory.NO_OWNER) {
                owner = memory.owner(slot);
            }
        }
        OwnedBy by =
                owner == CellTable.PENDING || owner == Services.UNKNOWN
                        ? OwnedBy.UNKNOWN
                        : OwnedBy.FOUR_TUPLE;
        int place = writer.count(socket, side, owner, by);
        placed = socket.state() == FIN_WAIT2 ? ScanOrder.again(place) : place;
        if (newTimeWait) {
            writer.add(place, CellTable.ACTIVE_CLOSES);
            if (slot < 0 && countOpened) {
                writer.add(place, CellTable.OPENED);
            }
        }
    }

    /** The order has passed the socket: its port goes to a log. */
    private void placeLate(InetDiagMsg socket) {
        addresses.take(socket);
        place(socket);
        int place = ScanOrder.certain(placed);
        if (places.usesPort(place)) {
            latePorts.add(places.cell(place), socket.sport());
        }
    }

    private void place(InetDiagMsg socket) {
        int slot = memory.find(socket.cookie());
        int owner = owners.ofCgroup(socket.cgroupId());
        if (owner >= 0) {
            count(socket, slot, owner, OwnedBy.CGROUP);
            return;
        }
        if (socket.inode() == 0) {
            count(socket, slot, CellTable.PENDING, OwnedBy.UNKNOWN);
            return;
        }
        int found = owners.ofInode(socket.inode());
        if (found == Owners.NOT_LEARNT) {
            countUndecided(socket, slot);
        } else {
            countHeld(socket, slot, found);
        }
    }

    /** Counts a socket whose holder's executable names the service. */
    private void countHeld(InetDiagMsg socket, int slot, int owner) {
        OwnedBy by = owner == Services.UNKNOWN ? OwnedBy.UNKNOWN : OwnedBy.EXECUTABLE;
        count(socket, slot, owner, by);
    }

    /** Counts a full socket and remembers it with its owner; pending is remembered as none. */
    private void count(InetDiagMsg socket, int slot, int owner, OwnedBy by) {
        Side side = sideOf(socket, slot);
        int kept = owner == CellTable.PENDING ? ConnectionMemory.NO_OWNER : owner;
        int place = writer.count(socket, side, owner, by);
        remember(socket, side, kept, place);
        if (socket.state() == LISTEN) {
            listen(socket).owner = Math.max(owner, Services.UNKNOWN);
        }
        boolean sure = owner != CellTable.PENDING && socket.state() != FIN_WAIT2;
        placed = sure ? place : ScanOrder.again(place);
    }

    private void countUndecided(InetDiagMsg socket, int slot) {
        undecided++;
        Side side = sideOf(socket, slot);
        int place = writer.count(socket, side, Services.UNKNOWN, OwnedBy.UNKNOWN);
        remember(socket, side, ConnectionMemory.NO_OWNER, place);
        placed = ScanOrder.again(place);
    }

    private void remember(InetDiagMsg socket, Side side, int owner, int place) {
        if (memory.willForget()) {
            memory.touchAll(allStatesOrder);
            memory.touchAll(fewStatesOrder);
        }
        int slot = memory.put(socket.cookie(), owner, side == Side.SERVER);
        boolean connected = socket.state() != LISTEN && socket.state() != SYN_SENT;
        if (slot >= 0 && connected && memory.countOnce(slot) && countOpened) {
            writer.add(place, CellTable.OPENED);
        }
    }

    /**
     * The server listens, or did. Where the listener closed before any scan saw it, an ephemeral
     * port of the peer against one of ours that is not tells: nobody connects from a port below the
     * range to one within it.
     */
    private Side sideOf(InetDiagMsg socket, int slot) {
        if (socket.state() == LISTEN) {
            return Side.SERVER;
        }
        if (socket.state() == SYN_SENT) {
            return Side.CLIENT;
        }
        if (listeners.find(addresses.family, addresses.local, socket.sport()) != null) {
            return Side.SERVER;
        }
        boolean server =
                slot >= 0
                        ? memory.isServer(slot)
                        : writer.isEphemeral(socket.dport()) && !writer.isEphemeral(socket.sport());
        return server ? Side.SERVER : Side.CLIENT;
    }

    private ListenSocket listen(InetDiagMsg socket) {
        return listeners.seen(
                socket.cookie(),
                addresses.family,
                addresses.local,
                socket.sport(),
                socket.rqueue(),
                socket.wqueue(),
                startedAtNanos);
    }

    private int ofCgroup(long cgroupId) {
        if (cgroupId != lastCgroupId) {
            lastCgroupOwner = owners.ofCgroup(cgroupId);
            lastCgroupId = cgroupId;
        }
        return lastCgroupOwner;
    }

    private static OwnedBy remembered(InetDiagMsg socket, int owner) {
        if (owner == Services.UNKNOWN) {
            return OwnedBy.UNKNOWN;
        }
        return socket.inode() == 0 ? OwnedBy.FOUR_TUPLE : OwnedBy.EXECUTABLE;
    }
}
