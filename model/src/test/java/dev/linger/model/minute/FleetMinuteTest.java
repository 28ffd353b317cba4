// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import static dev.linger.model.minute.Snapshots.MINUTE;
import static dev.linger.model.minute.Snapshots.client;
import static dev.linger.model.minute.Snapshots.listener;
import static dev.linger.model.minute.Snapshots.server;
import static dev.linger.model.minute.Snapshots.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.snapshot.SocketGroup;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class FleetMinuteTest {
    private static final String DB = "10.0.0.2:5432";

    private final FleetMinute minute = new FleetMinute(MINUTE);

    @Test
    void shouldTakeAServiceAgainOnlyWhenItLooksDifferent() {
        minute.add(snapshot("a", 1, client("api", DB, 100, 0)));
        assertThat(minute.takeMoved(null)).containsExactly("api");
        assertThat(minute.takeMoved(null)).as("nothing came").isEmpty();

        minute.add(snapshot("a", 2, client("api", DB, 110, 0)));
        assertThat(minute.takeMoved(null)).as("a mean of 105 after 100").isEmpty();

        minute.add(snapshot("a", 3, client("api", DB, 155, 0)));
        assertThat(minute.takeMoved(null)).as("a mean of 122 after 100").containsExactly("api");
    }

    @Test
    void shouldNotTakeAServiceForWhatChanceDoes() {
        minute.add(snapshot("a", 1, client("api", DB, 100, 0)));
        minute.takeMoved(null);
        minute.add(snapshot("a", 2, client("api", DB, 138, 0)));
        assertThat(minute.takeMoved(null)).as("119 is two roots of 100 away").isEmpty();

        FleetMinute large = new FleetMinute(MINUTE);
        large.add(snapshot("a", 1, client("api", DB, 10_000, 0)));
        large.takeMoved(null);
        large.add(snapshot("a", 2, client("api", DB, 13_000, 0)));
        assertThat(large.takeMoved(null)).as("11,500 is an eighth away").containsExactly("api");
    }

    @Test
    void shouldTakeAServiceThatMovedBySeveralSmallSteps() {
        minute.add(snapshot("a", 1, client("api", DB, 100, 0)));
        minute.takeMoved(null);
        int taken = 0;
        for (int step = 2; step < 19; step++) {
            minute.add(snapshot("a", step, client("api", DB, 100 + 5L * step, 0)));
            taken += minute.takeMoved(null).size();
        }

        assertThat(taken).as("from 100 to a mean of 147").isEqualTo(2);
    }

    @Test
    void shouldSeeWhatOneEndpointOfManyDoes() {
        minute.add(
                snapshot("a", 1, client("api", DB, 5000, 0), server("api", "10.0.0.1:80", 10, 0)));
        minute.takeMoved(null);
        minute.add(
                snapshot("a", 2, client("api", DB, 5000, 0), server("api", "10.0.0.1:80", 10, 4)));
        assertThat(minute.takeMoved(null)).as("a mean of two in CLOSE_WAIT").isEmpty();
        minute.add(
                snapshot("a", 3, client("api", DB, 5000, 0), server("api", "10.0.0.1:80", 10, 4)));

        assertThat(minute.takeMoved(null)).containsExactly("api");
    }

    @Test
    void shouldSeeAnAcceptQueueFill() {
        minute.add(snapshot("a", 1, List.of(), List.of(listener("web", "0.0.0.0:80", 1, 127))));
        assertThat(minute.takeMoved(null)).containsExactly("web");
        minute.add(snapshot("a", 2, List.of(), List.of(listener("web", "0.0.0.0:80", 2, 127))));
        assertThat(minute.takeMoved(null)).isEmpty();
        minute.add(snapshot("a", 3, List.of(), List.of(listener("web", "0.0.0.0:80", 64, 127))));

        assertThat(minute.takeMoved(null)).containsExactly("web");
    }

    @Test
    void shouldWaitForTheHostsThatTheServiceHadBefore() {
        FleetMinute before = new FleetMinute(MINUTE.minusSeconds(60));
        before.add(snapshot("a", 1, client("api", DB, 100, 0)));
        before.add(snapshot("b", 1, client("api", DB, 100, 0)));

        minute.add(snapshot("a", 2, client("api", DB, 100, 0)));
        assertThat(minute.takeMoved(before)).as("b is missing").isEmpty();
        minute.add(snapshot("b", 2, client("api", DB, 100, 0)));
        assertThat(minute.takeMoved(before)).containsExactly("api");
    }

    @Test
    void shouldNotWaitForAHostThatIsGone() {
        FleetMinute before = new FleetMinute(MINUTE.minusSeconds(60));
        before.add(snapshot("a", 1, client("api", DB, 100, 0)));
        before.add(snapshot("b", 1, client("api", DB, 100, 0)));

        minute.add(snapshot("a", 2, client("api", DB, 100, 0)));
        minute.add(snapshot("a", 3, client("api", DB, 100, 0)));

        assertThat(minute.takeMoved(before)).as("a was heard twice").containsExactly("api");
    }

    @Test
    void shouldTakeWhateverChangedWhereThatIsWanted() {
        minute.add(snapshot("a", 1, client("web", DB, 100, 0), client("api", DB, 1, 0)));
        assertThat(minute.takeChanged()).containsExactly("api", "web");
        minute.add(snapshot("a", 2, client("api", DB, 1, 0)));

        assertThat(minute.takeChanged())
                .as("a host's share of every service changes with its number of snapshots")
                .containsExactly("api", "web");
        assertThat(minute.takeChanged()).isEmpty();
    }

    @Test
    void shouldAddUpMoreThan32Bits() {
        long many = Integer.MAX_VALUE - 5L;
        minute.add(snapshot("a", 1, client("api", DB, many, 3)));
        minute.add(snapshot("a", 2, client("api", DB, many + 4, 5)));
        minute.add(snapshot("a", 3, client("api", DB, many + 8, 7), server("api", DB, 1, 2)));

        SocketMinute sockets =
                minute.service("api", host -> null)
                        .build(true, 64)
                        .endpoints()
                        .getFirst()
                        .sockets();
        assertThat(sockets.mean().states().established()).isEqualTo(many + 4);
        assertThat(sockets.mean().states().timeWait()).isEqualTo(5);
    }

    @Test
    void shouldKeepManyServicesAndEndpointsOfAHostApart() {
        SocketGroup[] groups =
                IntStream.range(0, 100)
                        .mapToObj(
                                i -> client("service-" + i % 40, "10.0.0.%d:80".formatted(i), i, 0))
                        .toArray(SocketGroup[]::new);
        minute.add(snapshot("a", 1, groups));
        minute.add(snapshot("a", 2, groups));

        assertThat(minute.services(host -> null)).hasSize(40);
        for (SocketGroup group : groups) {
            assertThat(minute.service(group.service(), host -> null).build(true, 64).endpoints())
                    .filteredOn(row -> row.endpoint().equals(group.endpoint()))
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row.sockets().mean().states()).isEqualTo(group.states()));
        }
    }
}
