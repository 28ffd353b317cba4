// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.ownership.Services;
import dev.linger.collector.sampling.OwnerResolution.Resolved;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.snapshot.SocketGroup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the groups of a snapshot: resolves pending owners, adds cells up, folds the smallest groups
 * of each service where there are too many.
 */
final class GroupAssembler {
    private final Services services;

    GroupAssembler(Services services) {
        this.services = services;
    }

    /**
     * The groups of one namespace.
     *
     * @param groups at most {@code maxGroups}, unless there are more services than that
     * @param folded groups that became part of {@code other}
     */
    record Groups(List<SocketGroup> groups, int folded) {}

    private record Builders(Map<GroupKey, GroupBuilder> byKey, boolean withStalls) {
        GroupBuilder of(GroupKey key) {
            return byKey.computeIfAbsent(key, added -> new GroupBuilder(added, withStalls));
        }
    }

    /** Assembles; the order of groups is by size, largest first. */
    Groups assemble(
            long namespace,
            int maxGroups,
            CellTable cells,
            SinceSnapshot since,
            OwnerResolution resolution,
            int usablePorts,
            boolean withStalls,
            long nowNanos) {
        Map<GroupKey, Resolved> resolved = new HashMap<>();
        Map<GroupKey, Long> weights = new HashMap<>();
        for (int cell = 0; cell < cells.size(); cell++) {
            GroupKey key = cells.groupOf(cell);
            Resolved found =
                    resolved.computeIfAbsent(key, raw -> resolution.resolve(raw, nowNanos));
            weights.merge(found.key(), sockets(cells, cell), Long::sum);
        }
        since.sums()
                .forEach((key, sum) -> {
                    Resolved found =
                            resolved.computeIfAbsent(key, raw -> resolution.resolve(raw, nowNanos));
                    weights.merge(found.key(), sum.activeCloses + sum.opened, Long::sum);
                });
        Set<GroupKey> kept = kept(weights, maxGroups);
        Builders builders = new Builders(new HashMap<>(), withStalls);
        PortLanes lanes = new PortLanes(cells, usablePorts);
        for (int cell = 0; cell < cells.size(); cell++) {
            Resolved found = resolvedOf(resolved, cells.groupOf(cell));
            boolean whole = kept.contains(found.key());
            GroupBuilder builder = builders.of(whole ? found.key() : found.key().other());
            builder.add(cells, cell, found.by());
            if (whole && PortLanes.hasLane(cells, cell)) {
                builder.offer(lanes.of(cells, cell));
            }
        }
        since.sums()
                .forEach((key, sum) -> {
                    GroupKey found = resolvedOf(resolved, key).key();
                    builders.of(kept.contains(found) ? found : found.other()).add(sum);
                });
        return new Groups(build(namespace, builders.byKey()), weights.size() - kept.size());
    }

    private List<SocketGroup> build(long namespace, Map<GroupKey, GroupBuilder> builders) {
        List<SocketGroup> groups = new ArrayList<>(builders.size());
        builders.forEach((key, builder) ->
                groups.add(builder.build(namespace, services.nameOf(key.owner()))));
        groups.sort(GroupAssembler::largestFirst);
        return groups;
    }

    /** Not made of {@link Comparator}'s, whose lambdas no AOT cache keeps. */
    private static int largestFirst(SocketGroup one, SocketGroup other) {
        int bySockets = Long.compare(other.states().total(), one.states().total());
        if (bySockets != 0) {
            return bySockets;
        }
        int byService = one.service().compareTo(other.service());
        return byService != 0 ? byService : one.endpoint().compareTo(other.endpoint());
    }

    /** The largest groups, as many as fit beside one {@code other} for each that folding needs. */
    private Set<GroupKey> kept(Map<GroupKey, Long> weights, int maxGroups) {
        if (weights.size() <= maxGroups) {
            return weights.keySet();
        }
        Set<GroupKey> others = new HashSet<>();
        weights.keySet().forEach(key -> others.add(key.other()));
        List<GroupKey> largestFirst = new ArrayList<>(weights.keySet());
        largestFirst.sort(Comparator.comparingLong(key -> -weights.getOrDefault(key, 0L)));
        int room = Math.max(0, maxGroups - others.size());
        return new HashSet<>(largestFirst.subList(0, room));
    }

    private static Resolved resolvedOf(Map<GroupKey, Resolved> resolved, GroupKey key) {
        return resolved.getOrDefault(key, new Resolved(key, OwnedBy.UNKNOWN));
    }

    private static long sockets(CellTable cells, int cell) {
        int[] ints = cells.ints(cell);
        int at = cells.intsAt(cell) + CellTable.STATES;
        long sockets = 0;
        for (int state = 1; state < 12; state++) {
            sockets += ints[at + state];
        }
        return sockets;
    }
}
