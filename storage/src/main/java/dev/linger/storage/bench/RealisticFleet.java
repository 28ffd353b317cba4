// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import dev.linger.model.minute.ServiceMinute;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The first so many services of {@link RealisticMinutes}, a day at a time. */
final class RealisticFleet {
    private static final int MINUTES_OF_A_DAY = 1440;

    private final List<RealisticMinutes> services;

    RealisticFleet(int services) {
        this.services = IntStream.range(0, services).mapToObj(RealisticMinutes::new).toList();
    }

    /** All minutes of the 24 hours from {@code start} on, in the order of time. */
    Stream<ServiceMinute> day(Instant start) {
        return IntStream.range(0, MINUTES_OF_A_DAY)
                .mapToObj(i -> start.plusSeconds(60L * i))
                .flatMap(minute -> services.stream().map(service -> service.at(minute)));
    }

    /** How many these are. */
    long minutesOfADay() {
        return (long) services.size() * MINUTES_OF_A_DAY;
    }
}
