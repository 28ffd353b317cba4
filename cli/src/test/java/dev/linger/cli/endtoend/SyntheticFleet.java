// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Hosts that are not there, as load: each reports a socket count that nobody else has. */
final class SyntheticFleet {
    static final int HOSTS = 40;
    static final int SERVICES = 8;

    private static final long SEND_PAUSE_NANOS = 2_000_000;

    private final InstantSource clock = InstantSource.system();
    private final String broker;
    private @Nullable KafkaProducer<String, byte[]> producer;
    private long sent;

    SyntheticFleet(String broker) {
        this.broker = broker;
    }

    /** Sends this many snapshots, about 500 a second, host after host. */
    void send(long count) {
        KafkaProducer<String, byte[]> connected = connect();
        for (long i = 0; i < count; i++) {
            SocketSnapshot snapshot = next();
            var _ =
                    connected.send(
                            new ProducerRecord<>(
                                    Topics.SOCKET_SNAPSHOTS.name(),
                                    snapshot.host(),
                                    Topics.SOCKET_SNAPSHOTS.codec().encode(snapshot)));
            LockSupport.parkNanos(SEND_PAUSE_NANOS);
        }
    }

    /**
     * Sends until a minute has passed by.
     *
     * @return start of the minute that has passed by
     */
    Instant sendUntilNextMinute() {
        long minute = clock.instant().getEpochSecond() / 60;
        while (clock.instant().getEpochSecond() / 60 == minute) {
            send(HOSTS);
        }
        return Instant.ofEpochSecond(minute * 60);
    }

    /** Forgets what is under way, as hosts do whose broker died. */
    void disconnect() {
        KafkaProducer<String, byte[]> connected = producer;
        if (connected != null) {
            connected.close(Duration.ZERO);
        }
        producer = null;
    }

    private SocketSnapshot next() {
        int host = (int) (sent % HOSTS);
        long sequence = sent / HOSTS;
        sent++;
        return Snapshots.of(
                "host-" + host,
                "synthetic-" + host % SERVICES,
                sequence,
                clock.instant(),
                100 + host + sequence % 7);
    }

    private KafkaProducer<String, byte[]> connect() {
        KafkaProducer<String, byte[]> connected = producer;
        if (connected == null) {
            connected =
                    new KafkaProducer<>(
                            Map.of(
                                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                    broker,
                                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                                    "zstd",
                                    ProducerConfig.LINGER_MS_CONFIG,
                                    20),
                            new StringSerializer(),
                            new ByteArraySerializer());
            producer = connected;
        }
        return connected;
    }
}
