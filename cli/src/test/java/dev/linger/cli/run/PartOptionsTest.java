// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

class PartOptionsTest {
    @Test
    void shouldReadWhatAServiceManagerWrites() {
        String words =
                "--config /etc/a.properties --set a.b=c=d --set=e=f --health-port=7 --health-host 10.0.0.1";

        assertThat(PartOptions.parse(words.split(" ")))
                .isEqualTo(
                        new PartOptions(
                                Path.of("/etc/a.properties"),
                                Map.of("a.b", "c=d", "e", "f"),
                                "10.0.0.1",
                                7));
    }

    @Test
    void shouldServeHealthOnLoopbackUnlessToldOtherwise() {
        PartOptions none = Objects.requireNonNull(PartOptions.parse(new String[0]));

        assertThat(none.healthAddress(7661).toString()).isEqualTo("/127.0.0.1:7661");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--once --json",
                "--config",
                "--health-port many",
                "--set a",
                "here"
            })
    void shouldLeaveTheRestToTheCommandLine(String words) {
        assertThat(PartOptions.parse(words.split(" "))).isNull();
    }
}
