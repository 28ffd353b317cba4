// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.advice.rule.AbortiveClose;
import dev.linger.advice.rule.AcceptQueueFull;
import dev.linger.advice.rule.BacklogCapped;
import dev.linger.advice.rule.BindBeforeConnect;
import dev.linger.advice.rule.CloseUnacknowledged;
import dev.linger.advice.rule.CloseWaitLeak;
import dev.linger.advice.rule.CloseWithUnreadData;
import dev.linger.advice.rule.ConnectStalled;
import dev.linger.advice.rule.EphemeralPortsExhausted;
import dev.linger.advice.rule.EphemeralPortsPressure;
import dev.linger.advice.rule.FdLimitNear;
import dev.linger.advice.rule.FinTimeoutMisused;
import dev.linger.advice.rule.FinWait2Pileup;
import dev.linger.advice.rule.FixedSourcePort;
import dev.linger.advice.rule.HalfClosedHeld;
import dev.linger.advice.rule.KeepAliveMissing;
import dev.linger.advice.rule.KeepAliveTooSlow;
import dev.linger.advice.rule.NagleDelayedAck;
import dev.linger.advice.rule.PeerNotAnswering;
import dev.linger.advice.rule.PhantomEstablished;
import dev.linger.advice.rule.PoolIdleLongerThanServer;
import dev.linger.advice.rule.Rfc1337Stall;
import dev.linger.advice.rule.ServerClosesFirst;
import dev.linger.advice.rule.SnatPoolExhausted;
import dev.linger.advice.rule.SocketSharedAfterClose;
import dev.linger.advice.rule.SynQueueFull;
import dev.linger.advice.rule.SysctlDrift;
import dev.linger.advice.rule.TimeWaitReused;
import dev.linger.advice.rule.TimeWaitTableFull;
import dev.linger.advice.rule.TimeWaitTableLowered;
import dev.linger.advice.rule.TwRecycleConfigured;
import dev.linger.advice.rule.TwReuseDelayUnsafe;
import dev.linger.advice.rule.TwReuseIneffective;
import dev.linger.advice.rule.TwReuseLoopbackOnly;
import dev.linger.advice.rule.WriteStalled;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.minute.ServiceMinute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every rule, and their verdict on a minute. */
public final class Rules {
    private static final List<Rule> ALL =
            List.of(
                    new EphemeralPortsPressure(),
                    new EphemeralPortsExhausted(),
                    new TimeWaitReused(),
                    new TwReuseIneffective(),
                    new TwReuseLoopbackOnly(),
                    new TwReuseDelayUnsafe(),
                    new ServerClosesFirst(),
                    new TimeWaitTableFull(),
                    new TimeWaitTableLowered(),
                    new FinTimeoutMisused(),
                    new TwRecycleConfigured(),
                    new AbortiveClose(),
                    new CloseWithUnreadData(),
                    new BindBeforeConnect(),
                    new FixedSourcePort(),
                    new ConnectStalled(),
                    new Rfc1337Stall(),
                    new KeepAliveMissing(),
                    new KeepAliveTooSlow(),
                    new PeerNotAnswering(),
                    new WriteStalled(),
                    new CloseWaitLeak(),
                    new FinWait2Pileup(),
                    new HalfClosedHeld(),
                    new CloseUnacknowledged(),
                    new SocketSharedAfterClose(),
                    new AcceptQueueFull(),
                    new BacklogCapped(),
                    new SynQueueFull(),
                    new PhantomEstablished(),
                    new FdLimitNear(),
                    new PoolIdleLongerThanServer(),
                    new NagleDelayedAck(),
                    new SnatPoolExhausted(),
                    new SysctlDrift());

    private static final Comparator<Signal> WORST_FIRST =
            Comparator.comparing(Signal::severity).reversed();

    private Rules() {}

    /** Every rule, in the order of the names. */
    public static List<Rule> all() {
        return ALL;
    }

    /**
     * What is anomalous in a minute, the worst first; a symptom whose cause is found for the same
     * endpoint is left out, and named in the cause's evidence.
     *
     * @param minute complete or still running
     * @param thresholds where ordinary becomes anomalous
     */
    public static List<Signal> evaluate(ServiceMinute minute, Thresholds thresholds) {
        List<Signal> signals = List.of();
        for (int i = 0; i < ALL.size(); i++) {
            List<Signal> found = ALL.get(i).evaluate(minute, thresholds);
            if (!found.isEmpty()) {
                signals = signals.isEmpty() ? new ArrayList<>() : signals;
                signals.addAll(found);
            }
        }
        return inOrder(signals);
    }

    /**
     * What is anomalous on a host itself, whatever its services do. The service of such a signal is
     * the host's name, its endpoint {@link Signal#HOST}.
     *
     * @param kernel its latest kernel snapshots
     * @param thresholds where ordinary becomes anomalous
     */
    public static List<Signal> evaluate(HostKernel kernel, Thresholds thresholds) {
        return evaluate(kernel, FleetSettings.NONE, thresholds);
    }

    /** As {@link #evaluate(HostKernel, Thresholds)}, and whether it differs from other hosts. */
    public static List<Signal> evaluate(
            HostKernel kernel, FleetSettings fleet, Thresholds thresholds) {
        List<Signal> signals = List.of();
        for (int i = 0; i < ALL.size(); i++) {
            List<Signal> found = ALL.get(i).evaluate(kernel, fleet, thresholds);
            if (!found.isEmpty()) {
                signals = signals.isEmpty() ? new ArrayList<>() : signals;
                signals.addAll(found);
            }
        }
        return inOrder(signals);
    }

    private static List<Signal> inOrder(List<Signal> found) {
        List<Signal> signals = found;
        if (signals.size() > 1) {
            signals = Suppression.explain(signals);
            signals.sort(WORST_FIRST);
        }
        return signals;
    }
}
