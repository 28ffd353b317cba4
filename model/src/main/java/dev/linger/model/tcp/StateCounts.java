// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

import dev.linger.model.Require;

/**
 * How many sockets are in each state. Every state is written, also when it is zero: a count that
 * was not collected has no StateCounts at all. JSON carries the kernel's names.
 */
public record StateCounts(
        @JsonProperty("ESTABLISHED") long established,
        @JsonProperty("SYN_SENT") long synSent,
        @JsonProperty("SYN_RECV") long synRecv,
        @JsonProperty("FIN_WAIT1") long finWait1,
        @JsonProperty("FIN_WAIT2") long finWait2,
        @JsonProperty("TIME_WAIT") long timeWait,
        @JsonProperty("CLOSE") long close,
        @JsonProperty("CLOSE_WAIT") long closeWait,
        @JsonProperty("LAST_ACK") long lastAck,
        @JsonProperty("LISTEN") long listen,
        @JsonProperty("CLOSING") long closing) {

    /** No socket in any state. */
    public static final StateCounts NONE = new StateCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final TcpState[] ALL = TcpState.values();

    /** Refuses negative counts. */
    public StateCounts {
        Require.notNegative("states.ESTABLISHED", established);
        Require.notNegative("states.SYN_SENT", synSent);
        Require.notNegative("states.SYN_RECV", synRecv);
        Require.notNegative("states.FIN_WAIT1", finWait1);
        Require.notNegative("states.FIN_WAIT2", finWait2);
        Require.notNegative("states.TIME_WAIT", timeWait);
        Require.notNegative("states.CLOSE", close);
        Require.notNegative("states.CLOSE_WAIT", closeWait);
        Require.notNegative("states.LAST_ACK", lastAck);
        Require.notNegative("states.LISTEN", listen);
        Require.notNegative("states.CLOSING", closing);
    }

    /**
     * Builds from an array.
     *
     * @param byKernelNumber at least 12 counts, indexed by {@link TcpState#kernelNumber()}
     */
    public static StateCounts of(long[] byKernelNumber) {
        return new StateCounts(
                byKernelNumber[1],
                byKernelNumber[2],
                byKernelNumber[3],
                byKernelNumber[4],
                byKernelNumber[5],
                byKernelNumber[6],
                byKernelNumber[7],
                byKernelNumber[8],
                byKernelNumber[9],
                byKernelNumber[10],
                byKernelNumber[11]);
    }

    /** The count of one state. */
    public long of(TcpState state) {
        return switch (state) {
            case ESTABLISHED -> established;
            case SYN_SENT -> synSent;
            case SYN_RECV -> synRecv;
            case FIN_WAIT1 -> finWait1;
            case FIN_WAIT2 -> finWait2;
            case TIME_WAIT -> timeWait;
            case CLOSE -> close;
            case CLOSE_WAIT -> closeWait;
            case LAST_ACK -> lastAck;
            case LISTEN -> listen;
            case CLOSING -> closing;
        };
    }

    /** Sockets in any state. */
    @JsonIgnore
    public long total() {
        long total = 0;
        for (TcpState state : ALL) {
            total += of(state);
        }
        return total;
    }

    /** Counts by kernel number, index 0 unused: what {@link #of(long[])} takes. */
    public long[] toArray() {
        long[] byKernelNumber = new long[12];
        for (TcpState state : ALL) {
            byKernelNumber[state.kernelNumber()] = of(state);
        }
        return byKernelNumber;
    }
}
