// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.LimitsMinute;
import dev.linger.model.minute.ListenerMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.ServiceLimits.Descriptors;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A process runs out of file descriptors. */
public final class FdLimitNear implements ServiceRule {
    private static final double FULL = 0.99;

    @Override
    public RuleName name() {
        return RuleName.FD_LIMIT_NEAR;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "A process has nearly as many descriptors open as RLIMIT_NOFILE allows. At the"
                        + " limit accept() and socket() fail with EMFILE; a server that polls"
                        + " level-triggered then spins, while its accept queue fills.",
                "Open descriptors of a process against its soft limit, on the worst host;"
                        + " connections that wait in its accept queues.",
                "warn from rules.descriptors-near (0.8); critical from 0.99 of the limit.",
                "The descriptors of the whole host. TIME_WAIT sockets have none and are never the"
                        + " reason.",
                "accept() at the limit: 416,661 failed calls within 2 s, the listener's queue above"
                        + " 0 and no overflow. 1000 TIME_WAIT came from a process limited to 12"
                        + " descriptors.",
                "S28");
    }

    @Override
    public @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds) {
        LimitsMinute limits = minute.limits();
        Descriptors use = limits == null ? null : limits.descriptors();
        if (limits == null || use == null || use.utilisation() < thresholds.descriptorsNear()) {
            return null;
        }
        String host = limits.descriptorsHost();
        return ofService(
                use.utilisation() >= FULL ? Severity.CRITICAL : Severity.WARN,
                minute,
                minute.listeners().isEmpty() ? Side.CLIENT : Side.SERVER,
                host == null ? minute.sockets().peakHost() : host,
                new Figures()
                        .with("pid", use.pid())
                        .with("openDescriptors", use.used())
                        .with("limitDescriptors", use.limit())
                        .with("utilisation", use.utilisation())
                        .with("waitingConnections", waiting(minute))
                        .with("closeWaitSockets", minute.sockets().mean().states().closeWait())
                        .by(Formula.DESCRIPTORS),
                List.of(stopLeak(use), raise(minute, use)));
    }

    private static long waiting(ServiceMinute minute) {
        long waiting = 0;
        for (ListenerMinute listener : minute.listeners()) {
            waiting += listener.acceptQueuePeak();
        }
        return waiting;
    }

    private static Proposal stopLeak(Descriptors use) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "look what they are (ls -l /proc/%d/fd | awk '{print $NF}' | sort | uniq -c | sort -n), close what is forgotten (CLOSE_WAIT first), and at EMFILE stop polling the listener until a descriptor is free"
                        .formatted(use.pid()),
                new Figures()
                        .with("openDescriptors", use.limit() / 2)
                        .by(Formula.DESCRIPTORS)
                        .map(),
                "none where only forgotten descriptors are closed",
                "ls /proc/%d/fd | wc -l".formatted(use.pid()),
                "take the change of the code back");
    }

    private static Proposal raise(ServiceMinute minute, Descriptors use) {
        long wanted = Math.max(ENOUGH, 2 * use.limit());
        return new Proposal(
                AdviceKind.APPLICATION,
                "raise the limit: systemd `LimitNOFILE=%1$d` in the unit of %2$s, then restart it; at once prlimit --pid %3$d --nofile=%1$d (nginx also `worker_rlimit_nofile %1$d;`, HAProxy `maxconn` and `ulimit-n`, Docker `--ulimit nofile=%1$d`)"
                        .formatted(wanted, minute.service(), use.pid()),
                new Figures()
                        .with("limitDescriptors", wanted)
                        .with("utilisation", (double) use.used() / wanted)
                        .by(Formula.DESCRIPTORS)
                        .map(),
                "a leak takes longer to show, and more memory; programs that use select() fail above"
                        + " 1024",
                "grep 'open files' /proc/%d/limits".formatted(use.pid()),
                "prlimit --pid %d --nofile=%d".formatted(use.pid(), use.limit()));
    }

    /** What systemd gives as the hard limit nearly everywhere is higher. */
    private static final long ENOUGH = 65_536;
}
