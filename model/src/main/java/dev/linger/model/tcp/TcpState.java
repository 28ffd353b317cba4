// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

/**
 * The states of {@code include/net/tcp_states.h}, with the kernel's numbers and spelling.
 *
 * <pre>
 *  active open:   SYN_SENT -> ESTABLISHED           passive open: LISTEN -> SYN_RECV -> ESTABLISHED
 *  active close:  ESTABLISHED -> FIN_WAIT1 -> FIN_WAIT2 -> TIME_WAIT    (CLOSING when both close at once)
 *  passive close: ESTABLISHED -> CLOSE_WAIT -> LAST_ACK
 * </pre>
 */
public enum TcpState {
    ESTABLISHED(1),
    SYN_SENT(2),
    /**
     * Also what the kernel calls TCP_NEW_SYN_RECV (12): a connection request without a full socket.
     */
    SYN_RECV(3),
    FIN_WAIT1(4),
    FIN_WAIT2(5),
    TIME_WAIT(6),
    CLOSE(7),
    CLOSE_WAIT(8),
    LAST_ACK(9),
    LISTEN(10),
    CLOSING(11);

    private static final int NEW_SYN_RECV = 12;
    private static final TcpState[] BY_NUMBER = new TcpState[NEW_SYN_RECV + 1];

    static {
        for (TcpState state : values()) {
            BY_NUMBER[state.kernelNumber] = state;
        }
        BY_NUMBER[NEW_SYN_RECV] = SYN_RECV;
    }

    private final int kernelNumber;

    TcpState(int kernelNumber) {
        this.kernelNumber = kernelNumber;
    }

    /** The number in {@code enum} of tcp_states.h, 1 to 11. */
    public int kernelNumber() {
        return kernelNumber;
    }

    /** Whether {@link #ofKernelNumber} accepts this number. */
    public static boolean isKnown(int kernelNumber) {
        return kernelNumber >= 1 && kernelNumber <= NEW_SYN_RECV;
    }

    /**
     * The state of a kernel number from 1 to 12.
     *
     * @throws IllegalArgumentException for any other number
     */
    public static TcpState ofKernelNumber(int kernelNumber) {
        if (!isKnown(kernelNumber)) {
            throw new IllegalArgumentException("no TCP state has the number " + kernelNumber);
        }
        return BY_NUMBER[kernelNumber];
    }
}
