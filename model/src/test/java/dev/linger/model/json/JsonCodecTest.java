// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.DeadLetter.Reason;
import dev.linger.model.topic.Topics;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

class JsonCodecTest {
    private static final JsonCodec<SocketSnapshot> CODEC = Topics.SOCKET_SNAPSHOTS.codec();

    private static final SocketSnapshot SNAPSHOT =
            new SocketSnapshot(
                    1,
                    "web-1",
                    Map.of("region", "eu"),
                    "boot-1",
                    7,
                    Instant.parse("2026-11-21T10:00:00.5Z"),
                    10_000,
                    new ReaderReport("sock_diag", 900, 0, 1, 0, 0, 0, List.of()),
                    List.of(),
                    List.of());

    private static String json() {
        return new String(CODEC.encode(SNAPSHOT), UTF_8);
    }

    @Test
    void shouldReadWhatItWrote() throws MalformedRecordException {
        assertThat(CODEC.decode(CODEC.encode(SNAPSHOT))).isEqualTo(SNAPSHOT);
    }

    @Test
    void shouldWriteInstantsAsText() {
        assertThat(json()).contains("\"observedAt\":\"2026-11-21T10:00:00.500Z\"");
    }

    @Test
    void shouldIgnoreWhatANewerWriterAdded() throws MalformedRecordException {
        String newer = json().replaceFirst("\\{", "{\"addedLater\":{\"a\":[1]},");
        assertThat(CODEC.decode(newer.getBytes(UTF_8))).isEqualTo(SNAPSHOT);
    }

    @Test
    void shouldRefuseWhatIsNotJson() {
        assertRefused("{not json", Reason.NOT_JSON, "line 1");
        assertRefused("null", Reason.NOT_JSON, "null");
        assertRefused("[]", Reason.NOT_JSON, "SocketSnapshot");
        assertRefused(json() + "x", Reason.NOT_JSON, "line 1");
    }

    @Test
    void shouldRefuseAMissingValue() {
        assertThatThrownBy(() -> CODEC.decode(null))
                .isInstanceOfSatisfying(
                        MalformedRecordException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NOT_JSON));
    }

    @Test
    void shouldRefuseAnUnknownSchemaVersion() {
        assertRefused(
                json().replace("\"schemaVersion\":1", "\"schemaVersion\":9"),
                Reason.UNKNOWN_SCHEMA_VERSION,
                "schemaVersion is 9; this program reads 1");
    }

    @Test
    void shouldRefuseNegativeCountsAndOverlongNames() {
        assertRefused(
                json().replace("\"sequence\":7", "\"sequence\":-7"),
                Reason.INVALID_VALUE,
                "sequence is -7; it counts from 0");
        assertRefused(
                json().replace("web-1", "w".repeat(10_240)),
                Reason.INVALID_VALUE,
                "host has 10240 characters; 253 are allowed");
        assertRefused(
                json().replace("web-1", "we\\u0000b"), Reason.INVALID_VALUE, "control character");
    }

    @Test
    void shouldTellAbsentFromZero() {
        assertRefused(json().replace("\"sequence\":7,", ""), Reason.NOT_JSON, "sequence");
        assertRefused(
                json().replace("\"host\":\"web-1\",", ""), Reason.INVALID_VALUE, "host is missing");
        assertRefused(
                json().replace("\"sequence\":7", "\"sequence\":\"7\""),
                Reason.NOT_JSON,
                "sequence");
        assertRefused(
                json().replace("\"sequence\":7", "\"sequence\":7.5"), Reason.NOT_JSON, "sequence");
    }

    private static void assertRefused(String json, Reason reason, String detail) {
        assertThatThrownBy(() -> CODEC.decode(json.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        MalformedRecordException.class,
                        e -> {
                            assertThat(e.reason()).as(e.detail()).isEqualTo(reason);
                            assertThat(e.detail()).contains(detail);
                        });
    }
}
