// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.Rates;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.SocketMemory;
import dev.linger.advice.formula.TimeWait;
import dev.linger.advice.kernel.Counter;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.ConnectionPool;
import dev.linger.advice.remedy.SettingRemedies;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalLong;

/** The kernel throws TIME_WAIT sockets away, or soon will. */
public final class TimeWaitTableFull implements HostRule {
    @Override
    public RuleName name() {
        return RuleName.TIME_WAIT_TABLE_FULL;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The namespace has as many TIME_WAIT sockets as tcp_max_tw_buckets"
                        + " allows. Further ones are discarded in silence: an old segment may then"
                        + " reach a new connection, and a half-closed connection is cut.",
                "Growth of TcpExt.TCPTimeWaitOverflow; the tw of sockstat on one host against"
                        + " tcp_max_tw_buckets.",
                "high when the counter rose; warn from rules.time-wait-table-near (0.80)"
                        + " of the table.",
                "Services without a TIME_WAIT of their own.",
                "Limit 50, 200 closes: 50 TIME_WAIT, TCPTimeWaitOverflow 150, not a line"
                        + " from the kernel. FIN_WAIT2 orphans ended at once.",
                "S8");
    }

    @Override
    public @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds) {
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        boolean full = kernel.rose(Counter.TIME_WAIT_OVERFLOW);
        long timeWait =
                Math.max(
                        minute.sockets().peak().timeWait(),
                        kernel.levelOr(Counter.SOCKSTAT_TIME_WAIT, 0));
        boolean near =
                timeWait > 0
                        && timeWait
                                >= thresholds.timeWaitTableNear()
                                        * kernel.numberOr(
                                                Sysctl.TCP_MAX_TW_BUCKETS, Long.MAX_VALUE);
        if (!HostRule.closesFirst(minute) || (!full && !near)) {
            return null;
        }
        OptionalLong limit = kernel.number(Sysctl.TCP_MAX_TW_BUCKETS);
        return ofNamespace(
                full ? Severity.HIGH : Severity.WARN,
                minute,
                new Figures()
                        .with("overflows", kernel.increase(Counter.TIME_WAIT_OVERFLOW))
                        .with("peakTimeWaitSockets", timeWait)
                        .with("tcpMaxTwBuckets", limit)
                        .with(
                                "activeClosesPerSecond",
                                Rates.perSecond(minute, minute.sockets().activeCloses()))
                        .by(Formula.F1),
                List.of(fewerCloses(minute), raise(minute, kernel, limit)));
    }

    private static Proposal fewerCloses(ServiceMinute minute) {
        double rate = Rates.perSecond(minute, minute.sockets().activeCloses());
        return new Proposal(
                AdviceKind.LONG_CONNECTIONS,
                "close less often: pool connections, keep HTTP connections open; the endpoints of"
                        + " the service with the most active closes come first",
                new Figures()
                        .with("timeWaitSockets", TimeWait.sockets(rate / REQUESTS))
                        .with("requestsPerConnection", REQUESTS)
                        .by(Formula.F1)
                        .map(),
                "a pooled connection can be slower where the server writes header and body apart"
                        + " without TCP_NODELAY",
                "nstat -az TcpExtTCPTimeWaitOverflow stands still",
                "take the setting out");
    }

    private static Proposal raise(ServiceMinute minute, KernelFacts kernel, OptionalLong limit) {
        double steady = TimeWait.sockets(Rates.perSecond(minute, minute.sockets().activeCloses()));
        long wanted = Math.max(DEFAULT_LIMIT, 2 * Math.max(limit.orElse(0), (long) steady));
        return SettingRemedies.set(
                kernel,
                Sysctl.TCP_MAX_TW_BUCKETS,
                Long.toString(wanted),
                new Figures()
                        .with("tcpMaxTwBuckets", wanted)
                        .with("memoryBytes", SocketMemory.timeWaitBytes(wanted, Side.CLIENT))
                        .by(Formula.F17),
                "a full table of that size takes the memory given");
    }

    private static final long REQUESTS = ConnectionPool.REQUESTS_PER_CONNECTION;

    /** Half of the connection hash of a machine with 24 GiB: the default there. */
    private static final long DEFAULT_LIMIT = 131_072;
}
