// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.OwnedBy;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

class RealisticFleetTest {
    private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");

    private final RealisticFleet fleet = new RealisticFleet(3);

    @Test
    void shouldHaveEveryMinuteOfADayOfEveryServiceInTheOrderOfTime() {
        List<ServiceMinute> day = fleet.day(DAY).toList();

        assertThat(day)
                .hasSize((int) fleet.minutesOfADay())
                .hasSize(3 * 1440)
                .isSortedAccordingTo(
                        Comparator.comparing(ServiceMinute::minute)
                                .thenComparing(ServiceMinute::service));
        assertThat(day.getFirst().minute()).isEqualTo(DAY);
        assertThat(day.getLast().minute()).isEqualTo(Instant.parse("2026-11-20T23:59:00Z"));
    }

    /** A file of minutes is taken up again, by another process too, only while its bytes stay. */
    @Test
    void shouldWriteTheWaysOfOwnershipInAnOrderThatNoVirtualMachineChooses() {
        assertThat(fleet.day(DAY).limit(10))
                .allSatisfy(minute ->
                        assertThat(minute.sockets().ownedBy().keySet())
                                .containsExactly(
                                        OwnedBy.CGROUP, OwnedBy.FOUR_TUPLE, OwnedBy.UNKNOWN));
    }
}
