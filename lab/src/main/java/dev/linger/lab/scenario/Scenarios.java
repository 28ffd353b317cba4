// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.lab.scenario.closing.AbortiveClose;
import dev.linger.lab.scenario.closing.ChildKeepsItOpen;
import dev.linger.lab.scenario.closing.DuplicateKeepsItOpen;
import dev.linger.lab.scenario.closing.FinTimeoutIsNotTimeWait;
import dev.linger.lab.scenario.closing.HttpWithAndWithoutKeepAlive;
import dev.linger.lab.scenario.closing.ServerNeverCloses;
import dev.linger.lab.scenario.keepalive.NatForgets;
import dev.linger.lab.scenario.keepalive.NobodyNotices;
import dev.linger.lab.scenario.keepalive.PoolOutlivesServer;
import dev.linger.lab.scenario.keepalive.ProbesFindDeadPeer;
import dev.linger.lab.scenario.keepalive.ProbesKeepNatEntry;
import dev.linger.lab.scenario.keepalive.WriteToDeadPeer;
import dev.linger.lab.scenario.ports.BindBeforeConnect;
import dev.linger.lab.scenario.ports.BurstToOneDestination;
import dev.linger.lab.scenario.ports.FixedSourcePort;
import dev.linger.lab.scenario.ports.FixedSourcePortReused;
import dev.linger.lab.scenario.ports.FourDestinations;
import dev.linger.lab.scenario.ports.NatPoolExhausted;
import dev.linger.lab.scenario.ports.PastHalfOfTheRange;
import dev.linger.lab.scenario.ports.PortRangeOfTheSocket;
import dev.linger.lab.scenario.ports.ReuseSustains;
import dev.linger.lab.scenario.ports.ReuseWithoutTimestamps;
import dev.linger.lab.scenario.ports.SamePortBehindNat;
import dev.linger.lab.scenario.ports.ServerClosesFirst;
import dev.linger.lab.scenario.ports.SteadyRate;
import dev.linger.lab.scenario.ports.TimeWaitTableFull;
import dev.linger.lab.scenario.queue.AcceptQueueOverflows;
import dev.linger.lab.scenario.queue.NoDescriptorLeft;
import dev.linger.lab.scenario.queue.PhantomConnections;
import dev.linger.lab.scenario.queue.RejectedByTimeWait;

import java.util.List;
import java.util.Optional;

/** Every scenario. */
public final class Scenarios {
    private static final List<Scenario> ALL =
            List.of(
                    new BurstToOneDestination(),
                    new PastHalfOfTheRange(),
                    new FourDestinations(),
                    new ServerClosesFirst(),
                    new ReuseSustains(),
                    new ReuseWithoutTimestamps(),
                    new SteadyRate(),
                    new TimeWaitTableFull(),
                    new FixedSourcePort(),
                    new FixedSourcePortReused(),
                    new RejectedByTimeWait(),
                    new DuplicateKeepsItOpen(),
                    new ChildKeepsItOpen(),
                    new ServerNeverCloses(),
                    new ProbesFindDeadPeer(),
                    new NobodyNotices(),
                    new WriteToDeadPeer(),
                    new AcceptQueueOverflows(),
                    new PhantomConnections(),
                    new NatForgets(),
                    new ProbesKeepNatEntry(),
                    new NatPoolExhausted(),
                    new HttpWithAndWithoutKeepAlive(),
                    new PoolOutlivesServer(),
                    new AbortiveClose(),
                    new FinTimeoutIsNotTimeWait(),
                    new BindBeforeConnect(),
                    new NoDescriptorLeft(),
                    new SamePortBehindNat(),
                    new PortRangeOfTheSocket());

    private Scenarios() {}

    /** All of them, in the order of their numbers. */
    public static List<Scenario> all() {
        return ALL;
    }

    /** The one with this name, in upper or lower case. */
    public static Optional<Scenario> named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.doc().name().equalsIgnoreCase(name))
                .findFirst();
    }
}
