// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.tcp.AgeHistogram;

import java.util.Collections;
import java.util.List;

/**
 * As much of one service and endpoint in a minute as the bare consumer adds up: far less than a
 * service-minute has.
 *
 * @param states sockets by state, summed over snapshots
 * @param idle sockets by age, summed over snapshots
 * @param activeCloses connections that hosts closed first
 * @param opened connections first seen
 * @param groups group records
 */
record NaiveSums(List<Long> states, List<Long> idle, long activeCloses, long opened, long groups) {
    private static final int STATES = 11;
    static final NaiveSums NONE =
            new NaiveSums(Collections.nCopies(STATES, 0L), AgeHistogram.EMPTY.counts(), 0, 0, 0);

    NaiveSums plus(SocketGroup group) {
        long[] more = group.states().toArray();
        Long[] allStates = new Long[STATES];
        for (int i = 0; i < STATES; i++) {
            allStates[i] = states.get(i) + more[i + 1];
        }
        Long[] allIdle = new Long[AgeHistogram.BUCKETS];
        for (int i = 0; i < AgeHistogram.BUCKETS; i++) {
            allIdle[i] = idle.get(i) + group.idle().counts().get(i);
        }
        return new NaiveSums(
                List.of(allStates),
                List.of(allIdle),
                activeCloses + group.activeCloses(),
                opened + group.opened(),
                groups + 1);
    }
}
