// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.remedy;

import dev.linger.advice.Figures;
import dev.linger.advice.formula.AcceptQueue;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.minute.ListenerMinute;

import java.util.List;
import java.util.OptionalLong;

/** What helps a listener whose accept queue is full. */
public final class AcceptQueueRemedies {
    /** A longer queue only keeps clients waiting that have given up. */
    private static final long LARGEST_BACKLOG = 65_535;

    private AcceptQueueRemedies() {}

    /**
     * Accepting faster first: a longer queue only bridges a burst, so it does not work alone.
     *
     * @param somaxconn net.core.somaxconn, where it is known
     */
    public static List<Proposal> of(ListenerMinute listener, OptionalLong somaxconn) {
        return List.of(acceptFaster(listener), longerQueue(listener, somaxconn));
    }

    private static Proposal acceptFaster(ListenerMinute listener) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "accept as fast as connections come: look for a blocked accept loop, an exhausted"
                        + " worker pool or descriptor limit, a long pause; accept in a thread of"
                        + " its own, or in several processes with SO_REUSEPORT (nginx `listen ..."
                        + " reuseport;`)",
                new Figures()
                        .with("acceptQueueConnections", 0L)
                        .with(
                                "acceptSlots",
                                AcceptQueue.slots(listener.backlog(), listener.backlog()))
                        .by(Formula.F19)
                        .map(),
                "more accepted connections at once need more descriptors and memory",
                SsCommand.listener(listener.endpoint()) + ": Recv-Q stays below Send-Q",
                "take the change back");
    }

    /** A longer accept queue, which also lengthens the SYN queue. */
    public static Proposal longerQueue(ListenerMinute listener, OptionalLong somaxconn) {
        long backlog = suggested(listener);
        boolean capped = somaxconn.isPresent() && somaxconn.getAsLong() < backlog;
        String ask =
                "to bridge bursts, ask for a queue of %d when listening: %s"
                        .formatted(backlog, Stacks.backlog(backlog));
        return new Proposal(
                capped ? AdviceKind.KERNEL : AdviceKind.APPLICATION,
                capped
                        ? Sysctl.set(Sysctl.SOMAXCONN, Long.toString(backlog))
                                + ", then "
                                + ask
                                + "; restart the listener, since the limit is taken over at listen()"
                        : ask + "; restart the listener",
                new Figures()
                        .with("acceptSlots", AcceptQueue.slots(backlog, backlog))
                        .by(Formula.F19)
                        .map(),
                "hides overload: connections wait longer, and a client that gave up is still"
                        + " accepted and served",
                SsCommand.listener(listener.endpoint()) + ": Send-Q is " + backlog,
                capped
                        ? Sysctl.set(Sysctl.SOMAXCONN, Long.toString(somaxconn.getAsLong()))
                                + " and the old backlog, then restart the listener"
                        : "the old backlog, then restart the listener");
    }

    /** The power of two that holds twice the longest queue seen. */
    static long suggested(ListenerMinute listener) {
        long wanted = 2 * Math.max(listener.acceptQueuePeak(), listener.backlog() + 1);
        return Math.clamp(Long.highestOneBit(wanted - 1) << 1, 128, LARGEST_BACKLOG);
    }
}
