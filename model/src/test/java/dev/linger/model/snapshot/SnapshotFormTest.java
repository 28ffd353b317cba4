// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.model.json.JsonCodec;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.json.RecordWriter;
import dev.linger.model.snapshot.ServiceLimits.Descriptors;
import dev.linger.model.snapshot.ServiceLimits.LocalPorts;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Family;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;
import dev.linger.model.topic.Topics;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The reader without the mapper says the same as the mapper, whatever comes. */
class SnapshotFormTest {
    private static final long SEED = 20_261_121;
    private static final JsonCodec<SocketSnapshot> BY_MAPPER =
            new JsonCodec<>(SocketSnapshot.class);
    private static final AgeHistogram AGES =
            new AgeHistogram(List.of(1L, 0L, 3L, 400L, 0L, 0L, 7L, 0L, 9_000_000_000L));

    private static SocketGroup group(Side side, boolean full) {
        return new SocketGroup(
                4026531840L,
                "billing übersee",
                side,
                full ? Family.INET6 : Family.INET,
                "10.0.0.2:9000",
                new StateCounts(10, 1, 2, 3, 4, 50_000_000_000L, 6, 7, 8, 9, 11),
                12,
                13,
                14,
                side == Side.CLIENT ? new PortUse("10.0.0.1", 20, 5, 28_000) : null,
                new KeepAlive(1, 2, 3, 0),
                AGES,
                AgeHistogram.EMPTY,
                AGES,
                full ? 250L : null,
                1,
                2,
                3,
                full ? Map.of(OwnedBy.CGROUP, 4L, OwnedBy.UNKNOWN, 2L) : Map.of(),
                full ? new Stalls(1, 2, 3, 4, 5, 6, 7, AGES) : null);
    }

    private static SocketSnapshot snapshot(List<SocketGroup> groups, boolean full) {
        return new SocketSnapshot(
                1,
                "web-1",
                full ? Map.of("region", "eu", "rack", "r\t7".replace('\t', '-')) : Map.of(),
                "boot-1",
                7,
                Instant.parse("2026-11-21T10:00:00.123456Z"),
                10_000,
                new ReaderReport(
                        "sock_diag", 900, 77, 1, 0, 2, 3, full ? List.of("a", "b") : List.of()),
                groups,
                List.of(new Listener(4026531840L, "web", "0.0.0.0:80", 1, 2, 128)),
                full
                        ? List.of(
                                new ServiceLimits(
                                        "web",
                                        new LocalPorts(4026531840L, "10.0.0.1", 5, 6, 2, 28_000),
                                        new Descriptors(1, 2, 3)),
                                new ServiceLimits("db", null, null))
                        : null);
    }

    private static final SocketSnapshot FULL =
            snapshot(List.of(group(Side.CLIENT, true), group(Side.SERVER, false)), true);

    private static void assertReadWithoutMapper(SocketSnapshot expected, byte[] json)
            throws IOException {
        assertThat(new SnapshotForm().read(json)).isEqualTo(expected);
    }

    @Test
    void shouldReadWhatEitherWriterWrites() throws IOException {
        for (SocketSnapshot each : List.of(FULL, snapshot(List.of(), false))) {
            assertReadWithoutMapper(each, Topics.SOCKET_SNAPSHOTS.codec().encode(each));
            assertReadWithoutMapper(each, RecordWriter.write(each));
        }
    }

    @Test
    void shouldReadWhatEarlierCollectorsWrite() throws IOException {
        SocketSnapshot early = snapshot(List.of(group(Side.SERVER, false)), false);
        String json =
                new String(BY_MAPPER.encode(early), UTF_8)
                        .replace(",\"stalls\":null", "")
                        .replace(",\"limits\":null", "");
        assertThat(json).doesNotContain("stalls", "limits");
        assertReadWithoutMapper(early, json.getBytes(UTF_8));
    }

    @Test
    void shouldSayOfEverythingElseWhatTheMapperSays() {
        String json = new String(BY_MAPPER.encode(FULL), UTF_8);
        for (String other :
                List.of(
                        json + " ",
                        json + "{}",
                        " " + json,
                        json.replace("billing", "bil\\tling"),
                        json.replace("billing", "bil\\\"ling"),
                        json.replace("billing", "bil\tling"),
                        json.replace("billing", "bil\uFFFDling"),
                        json.replace("\"sequence\":7", "\"sequence\": 7"),
                        json.replace("\"sequence\":7", "\"sequence\":-7"),
                        json.replace("\"sequence\":7", "\"sequence\":-0"),
                        json.replace("\"sequence\":7", "\"sequence\":07"),
                        json.replace("\"sequence\":7", "\"sequence\":"),
                        json.replace("\"sequence\":7", "\"sequence\":7e0"),
                        json.replace("\"sequence\":7", "\"sequence\":1234567890123456789"),
                        json.replace("\"sequence\":7", "\"sequence\":7,"),
                        json.replace("\"schemaVersion\":1", "\"schemaVersion\":4294967297"),
                        json.replace("{\"schemaVersion", "{,\"schemaVersion"),
                        json.replace("\"labels\":{", "\"labels\":{,"),
                        json.replace("\"errors\":[", "\"errors\":[,"),
                        json.replace("[0,0,0,0,0,0,0,0,0]", "[0,0,0,0,0,0,0,0]"),
                        json.replace("\"sequence\":7", "\"sequence\":7.0"),
                        json.replace("\"sequence\":7", "\"sequence\":\"7\""),
                        json.replace("\"sequence\":7", "\"sequence\":null"),
                        json.replace("\"sequence\":7", "\"sequence\":99999999999999999999"),
                        json.replace("\"sequence\":7", "\"sequence\":7,\"sequence\":7"),
                        json.replace("\"sequence\":7", "\"later\":{\"a\":[]},\"sequence\":7"),
                        json.replace("\"sequence\":7,", ""),
                        json.replace("\"schemaVersion\":1", "\"schemaVersion\":2"),
                        json.replace("\"client\"", "\"CLIENT\""),
                        json.replace("\"INET6\"", "\"INET7\""),
                        json.replace("\"CGROUP\":4", "\"CGROUP\":4,\"CGROUP\":5"),
                        json.replace("\"CGROUP\":4", "\"CGROUP\":-4"),
                        json.replace("\"region\":\"eu\"", "\"region\":null"),
                        json.replace("\"region\":\"eu\"", "\"region\":1"),
                        json.replace("2026-11-21T10", "2026-11-21 10"),
                        json.replace("\"2026-11-21T10:00:00.123456Z\"", "1700000000.5"),
                        json.replace("[1,0,3,", "[1,0,"),
                        json.replace("[1,0,3,", "[1,0,3,4,"),
                        json.replace("[1,0,3,", "[1,0,null,"))) {
            assertSame(other.getBytes(UTF_8), other);
        }
    }

    @Test
    void shouldSayTheSameOfDamagedBytes() {
        byte[] json = BY_MAPPER.encode(FULL);
        Random random = new Random(SEED);
        for (int i = 0; i < 4_000; i++) {
            byte[] damaged = json.clone();
            for (int left = 1 + random.nextInt(2); left > 0; left--) {
                damaged[random.nextInt(damaged.length)] = json[random.nextInt(json.length)];
            }
            assertSame(damaged, "seed %d, round %d".formatted(SEED, i));
        }
    }

    @Test
    void shouldSayTheSameOfBytesThatEndEarly() {
        byte[] json = BY_MAPPER.encode(FULL);
        for (int length = 0; length < json.length; length++) {
            assertSame(Arrays.copyOf(json, length), length + " bytes");
        }
    }

    private static void assertSame(byte[] json, String description) {
        assertThat(outcome(Topics.SOCKET_SNAPSHOTS.codec(), json))
                .as(description)
                .isEqualTo(outcome(BY_MAPPER, json));
    }

    private static Object outcome(JsonCodec<SocketSnapshot> codec, byte[] json) {
        try {
            return codec.decode(json);
        } catch (MalformedRecordException e) {
            return e.reason() + " " + e.detail();
        }
    }
}
