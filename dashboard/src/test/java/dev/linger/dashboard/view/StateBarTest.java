// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.dashboard.view.StateBar.Kind;
import dev.linger.dashboard.view.StateBar.Segment;
import dev.linger.model.tcp.StateCounts;

import org.junit.jupiter.api.Test;

class StateBarTest {
    @Test
    void shouldAddUpToTheWholeBarWithoutListenersAndUnconnectedSockets() {
        StateBar bar = StateBar.of(new StateCounts(50, 1, 2, 3, 4, 30, 99, 5, 4, 98, 1));

        assertThat(bar.connections()).isEqualTo(100);
        assertThat(bar.segments())
                .containsExactly(
                        new Segment(Kind.ESTABLISHED, 50, 0, 50),
                        new Segment(Kind.OPENING, 3, 50, 3),
                        new Segment(Kind.CLOSING, 12, 53, 12),
                        new Segment(Kind.CLOSE_WAIT, 5, 65, 5),
                        new Segment(Kind.TIME_WAIT, 30, 70, 30));
    }

    @Test
    void shouldNameTheLargestAndCloseWaitHoweverSmall() {
        StateBar bar = StateBar.of(new StateCounts(50, 9, 0, 0, 0, 30, 0, 1, 0, 0, 0));

        assertThat(bar.named())
                .extracting(Segment::kind)
                .containsExactly(Kind.ESTABLISHED, Kind.TIME_WAIT, Kind.CLOSE_WAIT);
    }

    @Test
    void shouldBeEmptyWithoutConnections() {
        StateBar bar = StateBar.of(StateCounts.NONE);

        assertThat(bar.segments()).isEmpty();
        assertThat(bar.words()).isEqualTo("no connections");
    }
}
