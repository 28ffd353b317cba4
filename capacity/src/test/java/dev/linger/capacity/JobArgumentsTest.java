// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.capacity.read.MinuteRange;
import dev.linger.model.settings.ConfigurationException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class JobArgumentsTest {
    private static final String BROKER = "kafka.bootstrap.servers=kafka:9092";

    @Test
    void shouldRunTheStreamWithoutARange() {
        JobArguments arguments = JobArguments.parse(BROKER, "capacity.horizon=12h");

        assertThat(arguments.range()).isNull();
        assertThat(arguments.config().horizon()).isEqualTo(Duration.ofHours(12));
        assertThat(arguments.config().bootstrapServers()).isEqualTo("kafka:9092");
    }

    @Test
    void shouldRunABatchOverARange() {
        assertThat(
                        JobArguments.parse(
                                        BROKER,
                                        "from=2026-11-01T00:00:00Z",
                                        "to=2026-11-08T00:00:00Z")
                                .range())
                .isEqualTo(
                        new MinuteRange(
                                Instant.parse("2026-11-01T00:00:00Z"),
                                Instant.parse("2026-11-08T00:00:00Z")));
    }

    @Test
    void shouldRefuseWhatItCannotRead() {
        assertRefused("write key=value", "--help");
        assertRefused("to is missing", BROKER, "from=2026-11-01T00:00:00Z");
        assertRefused("from is missing", BROKER, "to=2026-11-01T00:00:00Z");
        assertRefused("write two instants", BROKER, "from=yesterday", "to=today");
        assertRefused(
                "from before to", BROKER, "from=2026-11-02T00:00:00Z", "to=2026-11-01T00:00:00Z");
        assertRefused("unknown configuration key capacity.horizn", BROKER, "capacity.horizn=1h");
    }

    private static void assertRefused(String message, String... args) {
        assertThatThrownBy(() -> JobArguments.parse(args))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }
}
