// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.StateCounts;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Minutes of made-up services whose numbers compress as real ones do: levels from a few sockets to
 * some thousands, a wave a day, noise as large as the square root of the level, states that hardly
 * ever occur. The same bytes for the same service and minute, in every virtual machine.
 */
public final class RealisticMinutes {
    private static final double MINUTES_OF_A_DAY = 1440;

    private final int service;
    private final String name;
    private final int hosts;
    private final double level;
    private final double closesPerMinute;

    /** Service number {@code service}. */
    public RealisticMinutes(int service) {
        SplittableRandom random = new SplittableRandom(service * 7_919L);
        this.service = service;
        this.name = "service-%04d".formatted(service);
        this.hosts = 1 + random.nextInt(40);
        this.level = Math.exp(random.nextDouble(Math.log(5), Math.log(3_000)));
        this.closesPerMinute = random.nextInt(4) == 0 ? 0 : level * random.nextDouble(0.1, 3);
    }

    /** Its complete minute, without endpoints. */
    public ServiceMinute at(Instant minute) {
        long number = minute.getEpochSecond() / 60;
        SplittableRandom random = new SplittableRandom(service * 1_000_003L + number);
        double wave = 1 + 0.5 * Math.sin(2 * Math.PI * number / MINUTES_OF_A_DAY + service);
        long established = noisy(random, level * wave);
        long closes = noisy(random, closesPerMinute * wave);
        long opened = noisy(random, closesPerMinute * wave + 1);
        long timeWait = noisy(random, closesPerMinute * wave);
        StateCounts mean =
                new StateCounts(
                        established,
                        noisy(random, 0.1),
                        0,
                        0,
                        noisy(random, 0.3),
                        timeWait,
                        0,
                        service % 10 == 0 ? noisy(random, 5) : 0,
                        0,
                        service % 2,
                        0);
        long peak = Math.ceilDiv(established, hosts) + noisy(random, 3);
        long peakTimeWait = Math.ceilDiv(timeWait, hosts) + noisy(random, 3);
        StateCounts peaks =
                new StateCounts(
                        peak,
                        mean.synSent(),
                        0,
                        0,
                        mean.finWait2(),
                        peakTimeWait,
                        0,
                        mean.closeWait(),
                        0,
                        service % 2,
                        0);
        return new ServiceMinute(
                ServiceMinute.SCHEMA_VERSION,
                name,
                minute,
                true,
                hosts,
                hosts * 6L,
                hosts * 60_000L - random.nextInt(40),
                sockets(random, mean, peaks, closes, opened),
                List.of(),
                List.of(),
                null);
    }

    private SocketMinute sockets(
            SplittableRandom random,
            StateCounts mean,
            StateCounts peaks,
            long closes,
            long opened) {
        long established = mean.established();
        long armed = service % 3 == 0 ? established : established / 2;
        return new SocketMinute(
                new SocketGauges(
                        mean,
                        new KeepAlive(armed, established - armed, noisy(random, 1), 0),
                        idle(random, established),
                        idle(random, established - armed),
                        AgeHistogram.EMPTY,
                        noisy(random, 0.2),
                        random.nextInt(8) == 0 ? random.nextInt(20_000) : 0,
                        random.nextInt(4) == 0 ? random.nextInt(60_000) : 0),
                peaks,
                "host-" + (random.nextInt(10) == 0 ? random.nextInt(hosts) : service),
                closes,
                opened,
                service % 5 == 0 ? null : ports(closes, peaks),
                200 + noisy(random, 60),
                ownedBy(established * 6, mean.timeWait() * 6, noisy(random, 0.5)));
    }

    /** In the order of the ways: that of {@link Map#of} is another in each virtual machine. */
    private static Map<OwnedBy, Long> ownedBy(long byCgroup, long byFourTuple, long unknown) {
        return new EnumMap<>(
                Map.of(
                        OwnedBy.CGROUP, byCgroup,
                        OwnedBy.FOUR_TUPLE, byFourTuple,
                        OwnedBy.UNKNOWN, unknown));
    }

    private PortPressure ports(long closes, StateCounts peaks) {
        return new PortPressure(
                "host-" + service,
                4026531840L,
                "10.0.%d.%d".formatted(service / 250, service % 250),
                peaks.established() + peaks.timeWait(),
                peaks.timeWait(),
                28_232,
                closes * 1000.0 / 60_000);
    }

    private static AgeHistogram idle(SplittableRandom random, long sockets) {
        Long[] counts = new Long[AgeHistogram.BUCKETS];
        long left = sockets;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = i > 5 ? 0 : Math.min(left, noisy(random, left * 0.5));
            left -= counts[i];
        }
        return new AgeHistogram(List.of(counts));
    }

    /** About normal around {@code mean}, as wide as its root. */
    private static long noisy(SplittableRandom random, double mean) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += random.nextDouble() - 0.5;
        }
        return Math.max(0, Math.round(mean + sum * Math.sqrt(3 * mean)));
    }
}
