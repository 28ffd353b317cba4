// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

class GivenSettingsTest {
    private static final Setting<Long> WIDTH = Setting.integer("part.width", 1, 0, 9, "width");
    private static final Setting<Long> DEPTH = Setting.integer("part.depth", 2, 0, 9, "depth");

    @TempDir private Path directory;

    @Test
    void shouldLetTheCommandLineWinOverTheFile() throws IOException {
        Path file = directory.resolve("linger.properties");
        Files.writeString(file, "part.width = 3\npart.depth = 4 \n");

        GivenSettings given = GivenSettings.read(file, Map.of("part.depth", "5"));

        assertThat(given.only(List.of(WIDTH, DEPTH)).get(WIDTH)).isEqualTo(3);
        assertThat(given.only(List.of(WIDTH, DEPTH)).get(DEPTH)).isEqualTo(5);
    }

    @Test
    void shouldRefuseUnknownKeysByName() {
        GivenSettings given = GivenSettings.read(null, Map.of("part.hight", "3"));

        assertThatThrownBy(() -> given.only(List.of(WIDTH)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("unknown configuration key part.hight");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        assertThatThrownBy(() -> GivenSettings.read(directory.resolve("none"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("--config");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage.password",
                "kafka.sasl.jaas.config",
                "kafka.ssl.key.password",
                "kafka.ssl.truststore.password",
                "kafka.ssl.keystore.key",
                "kafka.sasl.oauthbearer.client.credentials.client.secret"
            })
    void shouldRefuseASecretOnTheCommandLineWithoutShowingIt(String key) {
        assertThatThrownBy(() -> GivenSettings.read(null, Map.of(key, "hunter2")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key + " must not stand on the command line")
                .hasMessageContaining("--config")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldTakeASecretFromTheFileAndItsPlaceFromTheCommandLine() throws IOException {
        Path file = directory.resolve("linger.properties");
        Files.writeString(file, "kafka.ssl.key.password = hunter2\n");

        GivenSettings given =
                GivenSettings.read(
                        file,
                        Map.of(
                                "kafka.sasl.jaas.config",
                                "${env:JAAS}",
                                "kafka.ssl.truststore.location",
                                "/etc/linger/truststore.p12"));

        assertThat(given.only(List.of()).kafka())
                .containsEntry("ssl.key.password", "hunter2")
                .containsEntry("sasl.jaas.config", "${env:JAAS}")
                .containsEntry("ssl.truststore.location", "/etc/linger/truststore.p12");
        assertThat(GivenSettings.read(null, Map.of("storage.password-file", "/run/x"))).isNotNull();
    }

    @Test
    void shouldRefuseAKeyThatTheCommandChooses() {
        GivenSettings given = GivenSettings.read(null, Map.of("part.width", "3"));

        assertThatThrownBy(() -> given.check(List.of(WIDTH), Set.of("part.width")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("part.width cannot be set here");
    }

    @Test
    void shouldPreferWhatTheOperatorSetButKeepWhatIsFixed() {
        GivenSettings given = GivenSettings.read(null, Map.of("part.width", "3", "other.key", "x"));

        var share =
                given.share(
                        List.of(WIDTH, DEPTH),
                        Map.of("part.width", "7", "part.depth", "8"),
                        Map.of("kafka.bootstrap.servers", "127.0.0.1:1"));

        assertThat(share.get(WIDTH)).as("the operator's").isEqualTo(3);
        assertThat(share.get(DEPTH)).as("the preferred one").isEqualTo(8);
        assertThat(share.kafka()).containsEntry("bootstrap.servers", "127.0.0.1:1");
    }
}
