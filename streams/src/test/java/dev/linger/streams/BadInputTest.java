// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.Fleet.ENDPOINT;
import static dev.linger.streams.Fleet.client;
import static dev.linger.streams.Fleet.snapshot;
import static dev.linger.streams.PipelineDriver.START;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.DeadLetter.Reason;
import dev.linger.model.topic.Topics;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** Poison goes to the dead letters with its bytes and the reason; everything else goes on. */
class BadInputTest {
    private static final SocketSnapshot GOOD =
            snapshot("web-1", 0, START, client("web", ENDPOINT, 10, 0));

    @TempDir private Path state;
    private PipelineDriver pipeline;

    @BeforeEach
    void open() {
        pipeline = new PipelineDriver(state, Map.of("streams.live-interval", "0s"));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static String good() {
        return new String(Topics.SOCKET_SNAPSHOTS.codec().encode(GOOD), UTF_8);
    }

    private void assertRefused(String key, byte[] value, Reason reason, String detail) {
        pipeline.sendRaw(key, value, START);

        DeadLetter letter = pipeline.deadLetters().getLast();
        assertThat(letter.reason()).as(letter.detail()).isEqualTo(reason);
        assertThat(letter.detail()).contains(detail);
        assertThat(letter.topic()).isEqualTo(Topics.SOCKET_SNAPSHOTS.name());
        assertThat(Base64.getDecoder().decode(Objects.requireNonNull(letter.valueBase64())))
                .isEqualTo(value);
        assertThat(pipeline.counters.deadLetters(reason)).isEqualTo(1);
        assertOthersGoOn();
    }

    private void assertOthersGoOn() {
        pipeline.send(GOOD, snapshot("web-1", 1, START.plusSeconds(75)));
        assertThat(pipeline.minutes()).hasSize(1);
    }

    @Test
    void shouldRefuseWhatIsNotJson() {
        assertRefused("web-1", new byte[] {(byte) 0xff, 0, 1}, Reason.NOT_JSON, "line 1");
    }

    @Test
    void shouldRefuseAnUnknownSchemaVersion() {
        byte[] value = good().replace("\"schemaVersion\":1", "\"schemaVersion\":2").getBytes(UTF_8);
        assertRefused("web-1", value, Reason.UNKNOWN_SCHEMA_VERSION, "schemaVersion is 2");
    }

    @Test
    void shouldRefuseNegativeCounts() {
        byte[] value = good().replace("\"ESTABLISHED\":10", "\"ESTABLISHED\":-10").getBytes(UTF_8);
        assertRefused("web-1", value, Reason.INVALID_VALUE, "ESTABLISHED");
    }

    @Test
    void shouldRefuseAnOverlongHost() {
        String host = "w".repeat(10_240);
        assertRefused(
                host,
                good().replace("web-1", host).getBytes(UTF_8),
                Reason.INVALID_VALUE,
                "host has 10240 characters");
    }

    @Test
    void shouldRefuseATimestampAYearOff() {
        SocketSnapshot future =
                snapshot(
                        "web-1",
                        0,
                        START.plus(Duration.ofDays(365)),
                        client("web", ENDPOINT, 1, 0));
        assertRefused(
                "web-1",
                Topics.SOCKET_SNAPSHOTS.codec().encode(future),
                Reason.TIMESTAMP_OUT_OF_RANGE,
                "2027-11-21");
    }

    @Test
    void shouldRefuseAKeyThatIsNotTheHost() {
        assertRefused("web-2", good().getBytes(UTF_8), Reason.INVALID_VALUE, "key is not the host");
    }
}
