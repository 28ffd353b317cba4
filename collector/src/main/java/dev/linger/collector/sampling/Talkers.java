// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.ownership.Services;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.tcp.Side;

import java.util.HashMap;
import java.util.Map;

/**
 * Which services were seen to connect to an endpoint within the last ten minutes. Where it is one,
 * a TIME_WAIT to that endpoint is its; where two, nobody's.
 */
final class Talkers {
    private static final int MAX_ENDPOINTS = 1 << 16;
    private static final long REMEMBERED_NANOS = 600_000_000_000L;

    private final Map<GroupKey, Talker> byEndpoint = new HashMap<>();

    private static final class Talker {
        private int first = Services.UNKNOWN;
        private long firstSeenAtNanos;
        private int second = Services.UNKNOWN;
        private long secondSeenAtNanos;
    }

    /** Notes the client-side groups of a scan whose sockets themselves tell their owner. */
    void add(CellTable cells, long nowNanos) {
        for (int cell = 0; cell < cells.size(); cell++) {
            int[] ints = cells.ints(cell);
            int at = cells.intsAt(cell);
            boolean sure =
                    ints[at + CellTable.ownedBy(OwnedBy.CGROUP)] > 0
                            || ints[at + CellTable.ownedBy(OwnedBy.EXECUTABLE)] > 0;
            GroupKey group = cells.groupOf(cell);
            if (sure && group.side() == Side.CLIENT && !group.isOther()) {
                seen(group, nowNanos);
            }
        }
    }

    private void seen(GroupKey group, long nowNanos) {
        GroupKey endpoint = group.ownedBy(Services.UNKNOWN);
        Talker talker = byEndpoint.get(endpoint);
        if (talker == null) {
            if (byEndpoint.size() >= MAX_ENDPOINTS) {
                return;
            }
            talker = new Talker();
            talker.first = group.owner();
            byEndpoint.put(endpoint, talker);
        }
        if (talker.first == group.owner()) {
            talker.firstSeenAtNanos = nowNanos;
        } else if (talker.second == group.owner()
                || talker.second == Services.UNKNOWN
                || talker.secondSeenAtNanos < talker.firstSeenAtNanos) {
            talker.second = group.owner();
            talker.secondSeenAtNanos = nowNanos;
        } else {
            talker.first = group.owner();
            talker.firstSeenAtNanos = nowNanos;
        }
    }

    /** The number of the one service that talks to this group's endpoint; unknown where not one. */
    int only(GroupKey group, long nowNanos) {
        Talker talker = byEndpoint.get(group.ownedBy(Services.UNKNOWN));
        if (talker == null) {
            return Services.UNKNOWN;
        }
        boolean first = isFresh(talker.first, talker.firstSeenAtNanos, nowNanos);
        boolean second = isFresh(talker.second, talker.secondSeenAtNanos, nowNanos);
        if (first == second) {
            return Services.UNKNOWN;
        }
        return first ? talker.first : talker.second;
    }

    /** Forgets endpoints that nobody talked to for long. */
    void forget(long nowNanos) {
        byEndpoint.values().removeIf(talker -> isStale(talker, nowNanos));
    }

    private static boolean isStale(Talker talker, long nowNanos) {
        return !isFresh(talker.first, talker.firstSeenAtNanos, nowNanos)
                && !isFresh(talker.second, talker.secondSeenAtNanos, nowNanos);
    }

    private static boolean isFresh(int service, long seenAtNanos, long nowNanos) {
        return service != Services.UNKNOWN && nowNanos - seenAtNanos <= REMEMBERED_NANOS;
    }
}
