// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.proc.EphemeralPorts;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.util.Arrays;

/** Adds one socket to the counts of its cell. */
final class CellWriter {
    private static final int ESTABLISHED = TcpState.ESTABLISHED.kernelNumber();
    private static final int TIME_WAIT = TcpState.TIME_WAIT.kernelNumber();
    private static final int CLOSE_WAIT = TcpState.CLOSE_WAIT.kernelNumber();
    private static final int LISTEN = TcpState.LISTEN.kernelNumber();
    private static final int TIMER_NONE = 0;
    private static final int TIMER_KEEP_ALIVE = 2;
    private static final int ADDRESS_WORDS = 4;

    /** A descriptor passed on is closed by its giver long before. */
    private static final long SHARED_IDLE_MILLIS = 10_000;

    private final CellTable cells;
    private final SocketAddresses addresses;
    private final Places places;
    private final StallWriter stalls = new StallWriter();
    private long[] shared = {};
    private final int[] key = new int[CellTable.KEY_INTS];
    private int lowPort;
    private int highPort;

    /** Counts into {@code cells} the sockets whose addresses {@code addresses} holds. */
    CellWriter(CellTable cells, Places places, SocketAddresses addresses) {
        this.cells = cells;
        this.places = places;
        this.addresses = addresses;
    }

    void prepare(EphemeralPorts ports) {
        lowPort = ports.low();
        highPort = ports.high();
    }

    /** Tells which sockets are under several descriptors: their inodes in rising order. */
    void share(long[] inodes) {
        shared = inodes;
    }

    /** Whether connect() on this host may choose this port. */
    boolean isEphemeral(int port) {
        return port >= lowPort && port <= highPort;
    }

    /** Counts a socket, and returns its place. */
    int count(InetDiagMsg socket, Side side, int owner, OwnedBy by) {
        int cell = cells.cellOf(key(socket, side, owner));
        boolean usesPort = side == Side.CLIENT && isEphemeral(socket.sport());
        int place = places.of(cell, socket.state(), CellTable.ownedBy(by), usesPort);
        countAt(socket, place);
        return place;
    }

    /** Counts a socket whose place is known. */
    void countAt(InetDiagMsg socket, int place) {
        places.count(place);
        int state = socket.state();
        if (state == TIME_WAIT || state == LISTEN) {
            return;
        }
        int cell = places.cell(place);
        int[] ints = cells.ints(cell);
        int at = cells.intsAt(cell);
        if (state == ESTABLISHED) {
            countEstablished(socket, place, ints, at);
        } else if (state == CLOSE_WAIT && socket.hasInfo()) {
            int bucket = AgeHistogram.bucketOf(socket.lastAckRecvMillis());
            ints[at + CellTable.CLOSE_WAIT_AGE + bucket]++;
        }
        stalls.count(socket, state, ints, at);
        if (socket.hasQueued()) {
            long[] longs = cells.longs(cell);
            longs[cells.longsAt(cell) + CellTable.RECEIVE_QUEUE] += socket.rqueue();
            longs[cells.longsAt(cell) + CellTable.SEND_QUEUE] += socket.wqueue();
        }
    }

    /** Adds one to a count of the cell of a place. */
    void add(int place, int count) {
        int cell = places.cell(place);
        cells.ints(cell)[cells.intsAt(cell) + count]++;
    }

    /**
     * The scan is complete: completes the counts of ESTABLISHED that follow from others. With
     * tcp_info, a socket without a timer was counted under IDLE_UNARMED alone, one with a timer
     * under IDLE and by its timer.
     */
    void settle() {
        for (int cell = 0; cell < cells.size(); cell++) {
            int[] ints = cells.ints(cell);
            int at = cells.intsAt(cell);
            for (int bucket = 0; bucket < AgeHistogram.BUCKETS; bucket++) {
                int unarmed = ints[at + CellTable.IDLE_UNARMED + bucket];
                ints[at + CellTable.UNARMED] += unarmed;
                ints[at + CellTable.IDLE + bucket] += unarmed;
                ints[at + CellTable.RTT_COUNT] += ints[at + CellTable.IDLE + bucket];
            }
        }
    }

    private void countEstablished(InetDiagMsg socket, int place, int[] ints, int at) {
        int timer = socket.timer();
        if (!socket.hasInfo()) {
            countTimer(socket, timer, ints, at);
            return;
        }
        long idleMillis = Math.min(socket.lastDataRecvMillis(), socket.lastAckRecvMillis());
        int bucket = AgeHistogram.bucketOf(idleMillis);
        if (timer == TIMER_NONE) {
            ints[at + CellTable.IDLE_UNARMED + bucket]++;
        } else {
            ints[at + CellTable.IDLE + bucket]++;
            countTimer(socket, timer, ints, at);
        }
        places.addRtt(place, socket.rttMicros());
        if (shared.length > 0
                && idleMillis >= SHARED_IDLE_MILLIS
                && Arrays.binarySearch(shared, socket.inode()) >= 0) {
            ints[at + CellTable.SHARED]++;
        }
    }

    private static void countTimer(InetDiagMsg socket, int timer, int[] ints, int at) {
        if (timer == TIMER_KEEP_ALIVE) {
            ints[at + CellTable.ARMED]++;
            ints[at + CellTable.PROBING] += socket.retrans() > 0 ? 1 : 0;
        } else {
            ints[at + (timer == TIMER_NONE ? CellTable.UNARMED : CellTable.TIMER_UNKNOWN)]++;
        }
    }

    private int[] key(InetDiagMsg socket, Side side, int owner) {
        boolean client = side == Side.CLIENT;
        int[] endpoint = client ? addresses.peer : addresses.local;
        key[0] = owner;
        key[1] = CellTable.kind(side, addresses.family);
        key[6] = client ? socket.dport() : socket.sport();
        for (int i = 0; i < ADDRESS_WORDS; i++) {
            key[2 + i] = endpoint[i];
            key[7 + i] = client ? addresses.local[i] : 0;
        }
        return key;
    }
}
