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
    private static final int SYN_RECV = TcpState.SYN_RECV.kernelNumber();
    private static final int TIME_WAIT = TcpState.TIME_WAIT.kernelNumber();
    private static final int CLOSE_WAIT = TcpState.CLOSE_WAIT.kernelNumber();
    private static final int LISTEN = TcpState.LISTEN.kernelNumber();
    private static final int NEW_SYN_RECV = 12;
    private static final int TIMER_NONE = 0;
    private static final int TIMER_KEEP_ALIVE = 2;
    private static final int ADDRESS_WORDS = 4;

    /** A descriptor passed on is closed by its giver long before. */
    private static final long SHARED_IDLE_MILLIS = 10_000;

    private final CellTable cells;
    private final SocketAddresses addresses;
    private final StallWriter stalls;
    private final PortLog ports;
    private long[] shared = {};
    private final int[] key = new int[CellTable.KEY_INTS];
    private int lowPort;
    private int highPort;

    /** Counts into {@code cells} the sockets whose addresses {@code addresses} holds. */
    CellWriter(CellTable cells, PortLog ports, SocketAddresses addresses) {
        this.cells = cells;
        this.ports = ports;
        this.stalls = new StallWriter();
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

    /** Counts a socket, and returns its cell. */
    int count(InetDiagMsg socket, Side side, int owner, OwnedBy by) {
        int cell = cells.cellOf(key(socket, side, owner));
        countAt(socket, cell, CellTable.ownedBy(by), usesPort(socket, side));
        return cell;
    }

    /** Whether a socket occupies a port that connect() may choose. */
    boolean usesPort(InetDiagMsg socket, Side side) {
        return side == Side.CLIENT && isEphemeral(socket.sport());
    }

    /**
     * Counts a socket whose cell is known.
     *
     * @param ownedBy as {@link CellTable#ownedBy}
     * @param usesPort as {@link #usesPort}
     */
    void countAt(InetDiagMsg socket, int cell, int ownedBy, boolean usesPort) {
        int state = socket.state() == NEW_SYN_RECV ? SYN_RECV : socket.state();
        int[] ints = cells.ints(cell);
        int at = cells.intsAt(cell);
        ints[at + CellTable.STATES + state]++;
        ints[at + ownedBy]++;
        if (usesPort) {
            ports.add(cell, socket.sport());
            ints[at + CellTable.PORTS_USED]++;
        }
        if (state == TIME_WAIT) {
            ints[at + CellTable.PORTS_TIME_WAIT] += usesPort ? 1 : 0;
            return;
        }
        if (state == ESTABLISHED) {
            countEstablished(socket, cell, ints, at);
        } else if (state == CLOSE_WAIT && socket.hasInfo()) {
            int bucket = AgeHistogram.bucketOf(socket.lastAckRecvMillis());
            ints[at + CellTable.CLOSE_WAIT_AGE + bucket]++;
        }
        if (state != LISTEN) {
            stalls.count(socket, state, ints, at);
            long[] longs = cells.longs(cell);
            longs[cells.longsAt(cell) + CellTable.RECEIVE_QUEUE] += socket.rqueue();
            longs[cells.longsAt(cell) + CellTable.SEND_QUEUE] += socket.wqueue();
        }
    }

    /** Adds one to a count of a cell. */
    void add(int cell, int count) {
        cells.ints(cell)[cells.intsAt(cell) + count]++;
    }

    private void countEstablished(InetDiagMsg socket, int cell, int[] ints, int at) {
        int timer =
                switch (socket.timer()) {
                    case TIMER_NONE -> CellTable.UNARMED;
                    case TIMER_KEEP_ALIVE -> CellTable.ARMED;
                    default -> CellTable.TIMER_UNKNOWN;
                };
        ints[at + timer]++;
        if (timer == CellTable.ARMED && socket.retrans() > 0) {
            ints[at + CellTable.PROBING]++;
        }
        if (socket.hasInfo()) {
            long idleMillis = Math.min(socket.lastDataRecvMillis(), socket.lastAckRecvMillis());
            int bucket = AgeHistogram.bucketOf(idleMillis);
            ints[at + CellTable.IDLE + bucket]++;
            if (shared.length > 0
                    && idleMillis >= SHARED_IDLE_MILLIS
                    && Arrays.binarySearch(shared, socket.inode()) >= 0) {
                ints[at + CellTable.SHARED]++;
            }
            if (timer == CellTable.UNARMED) {
                ints[at + CellTable.IDLE_UNARMED + bucket]++;
            }
            ints[at + CellTable.RTT_COUNT]++;
            cells.longs(cell)[cells.longsAt(cell) + CellTable.RTT_SUM] += socket.rttMicros();
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
