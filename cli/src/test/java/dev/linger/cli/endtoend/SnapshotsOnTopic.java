// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import dev.linger.model.minute.HostMinute;
import dev.linger.model.minute.MinuteAccumulator;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.SocketSnapshot;

import org.apache.kafka.clients.consumer.ConsumerConfig;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What every snapshot on the topic adds up to, computed in memory from all of them. */
final class SnapshotsOnTopic {
    private final TreeMap<Instant, MinuteAccumulator> minutes = new TreeMap<>();

    private SnapshotsOnTopic() {}

    /** Reads the topic from its first record to the last one that stands there now. */
    static SnapshotsOnTopic read(String broker) {
        SnapshotsOnTopic all = new SnapshotsOnTopic();
        TopicReader.snapshots(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                broker,
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed"))
                .forEach(all::add);
        return all;
    }

    /** Each service's complete minute up to and including one, in the columns of {@link Rows}. */
    List<List<Object>> minutesUntil(Instant last) {
        List<List<Object>> rows = new ArrayList<>();
        minutes.headMap(last, true)
                .forEach((minute, sum) -> sum.build(true).forEach(built -> rows.add(row(built))));
        return rows;
    }

    private void add(SocketSnapshot snapshot) {
        Instant minute = HostMinute.minuteOf(snapshot.observedAt());
        minutes.computeIfAbsent(minute, MinuteAccumulator::new).add(snapshot);
    }

    private static List<Object> row(ServiceMinute minute) {
        return List.of(
                minute.minute().toString(),
                minute.service(),
                (long) minute.hosts(),
                minute.snapshots(),
                minute.coverageMillis(),
                minute.sockets().mean().states().established(),
                minute.sockets().peak().established(),
                minute.sockets().mean().states().timeWait(),
                minute.sockets().peak().timeWait(),
                minute.sockets().activeCloses(),
                minute.sockets().opened());
    }
}
