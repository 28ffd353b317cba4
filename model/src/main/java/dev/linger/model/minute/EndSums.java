// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.tcp.TcpState;

/**
 * What the hosts of a service showed of one end of an endpoint's connections. Means are kept as
 * whole thousandths, so that adding in any order gives the same.
 *
 * <pre>
 *   0  established   3  closeWait    6  activeCloses     0..4 in thousandths of a socket
 *   1  synReceived   4  timeWait     7  opened
 *   2  finWait2      5  sockets of every state, to tell which host has most
 * </pre>
 */
final class EndSums {
    private static final int ESTABLISHED = 0;
    private static final int SYN_RECEIVED = 1;
    private static final int FIN_WAIT2 = 2;
    private static final int CLOSE_WAIT = 3;
    private static final int TIME_WAIT = 4;
    private static final int SOCKETS = 5;
    private static final int ACTIVE_CLOSES = 6;
    private static final int OPENED = 7;
    private static final int SIZE = 8;
    private static final long MILLI = 1000;

    private final long[] sums;
    private int hosts;
    private String host;
    private long hostSockets;
    private long queuePeak;
    private long backlog;
    private boolean uncertain;

    private EndSums(long[] sums, int hosts, String host) {
        this.sums = sums;
        this.hosts = hosts;
        this.host = host;
        this.hostSockets = sums[SOCKETS];
        this.queuePeak = -1;
    }

    /** No host yet. */
    EndSums() {
        this(new long[SIZE], 0, "");
    }

    /** One host's, over so many snapshots. */
    static EndSums of(String host, int snapshots, HostSockets sockets) {
        EndSums end = new EndSums(new long[SIZE], 1, host);
        end.sums[ESTABLISHED] = mean(sockets, TcpState.ESTABLISHED, snapshots);
        end.sums[SYN_RECEIVED] = mean(sockets, TcpState.SYN_RECV, snapshots);
        end.sums[FIN_WAIT2] = mean(sockets, TcpState.FIN_WAIT2, snapshots);
        end.sums[CLOSE_WAIT] = mean(sockets, TcpState.CLOSE_WAIT, snapshots);
        end.sums[TIME_WAIT] = mean(sockets, TcpState.TIME_WAIT, snapshots);
        end.sums[SOCKETS] = sockets.sockets() * MILLI / snapshots;
        end.sums[ACTIVE_CLOSES] = sockets.activeCloses();
        end.sums[OPENED] = sockets.opened();
        end.hostSockets = end.sums[SOCKETS];
        return end;
    }

    private static long mean(HostSockets sockets, TcpState state, int snapshots) {
        return sockets.sum(state.kernelNumber() - 1) * MILLI / snapshots;
    }

    /** Takes in the fuller of two accept queues. */
    void listener(long peak, long limit) {
        if (queuePeak < 0 || peak * (backlog + 1) > queuePeak * (limit + 1)) {
            queuePeak = peak;
            backlog = limit;
        }
    }

    /** Says that some of these sockets may be missing. */
    EndSums uncertain(boolean also) {
        uncertain |= also;
        return this;
    }

    boolean isUncertain() {
        return uncertain;
    }

    /** Adds other hosts. */
    EndSums add(EndSums other) {
        int both = hosts + other.hosts;
        fold(other);
        hosts = both;
        return this;
    }

    /** Takes in another service or another place of the same hosts. */
    EndSums fold(EndSums other) {
        GaugeArray.add(sums, other.sums);
        hosts = Math.max(hosts, other.hosts);
        if (host.isEmpty()
                || other.hostSockets > hostSockets
                || (other.hostSockets == hostSockets && other.host.compareTo(host) < 0)) {
            host = other.host;
            hostSockets = other.hostSockets;
        }
        if (other.queuePeak >= 0) {
            listener(other.queuePeak, other.backlog);
        }
        return uncertain(other.uncertain);
    }

    int hosts() {
        return hosts;
    }

    String host() {
        return host;
    }

    long sockets() {
        return sums[SOCKETS];
    }

    long established() {
        return rounded(ESTABLISHED);
    }

    long activeCloses() {
        return sums[ACTIVE_CLOSES];
    }

    private long rounded(int index) {
        return (sums[index] + MILLI / 2) / MILLI;
    }

    OtherEnd otherEnd(String service) {
        return new OtherEnd(
                service,
                host,
                hosts,
                rounded(ESTABLISHED),
                rounded(SYN_RECEIVED),
                rounded(FIN_WAIT2),
                rounded(CLOSE_WAIT),
                rounded(TIME_WAIT),
                sums[ACTIVE_CLOSES],
                sums[OPENED],
                queuePeak < 0 ? null : queuePeak,
                queuePeak < 0 ? null : backlog);
    }

    void writeTo(CompactOutput out, TextTable texts) {
        out.writeSparse(sums);
        out.writeInt(hosts);
        texts.write(out, host);
        out.writeLong(hostSockets);
        out.writeLong(queuePeak + 1);
        if (queuePeak >= 0) {
            out.writeLong(backlog);
        }
        out.writeFlag(uncertain);
    }

    static EndSums readFrom(CompactInput in, TextTable texts) {
        EndSums read = new EndSums(in.readSparse(SIZE), in.readInt(), texts.read(in));
        read.hostSockets = in.readLong();
        read.queuePeak = in.readLong() - 1;
        read.backlog = read.queuePeak < 0 ? 0 : in.readLong();
        read.uncertain = in.readFlag();
        return read;
    }
}
