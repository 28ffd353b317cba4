// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.collect;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.broker.BrokerServer;
import dev.linger.broker.TopicCreator;
import dev.linger.cli.endtoend.LingerProcess;
import dev.linger.cli.endtoend.TopicReader;
import dev.linger.collector.Collector;
import dev.linger.collector.CollectorConfig;
import dev.linger.lab.testbed.Await;
import dev.linger.model.settings.Settings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A broker that talks TLS and asks for a name and password, both by Kafka's own property names; the
 * collector finds the secrets in a file.
 */
class SecureBrokerIT {
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String STORE_PASSWORD = "store-password";
    private static final String PASSWORD = "a-password-that-nobody-shows";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private BrokerServer broker;

    @BeforeEach
    void startBroker() throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=broker",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                file("key.p12"));
        keytool(
                "-exportcert",
                "-alias",
                "broker",
                "-keystore",
                file("key.p12"),
                "-file",
                file("cert.der"));
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "broker",
                "-file",
                file("cert.der"),
                "-keystore",
                file("trust.p12"));
        broker =
                BrokerServer.start(
                        Files.createDirectories(directory.resolve("kafka")), 0, brokerProperties());
    }

    @AfterEach
    void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void shouldSendOverTlsWithSecretsFromAFile() throws IOException {
        TopicCreator.createMissing(kafka(PASSWORD), Optional.empty());
        try (Collector collector = collector(PASSWORD)) {
            collector.start();
            Await.until(
                    "a snapshot is acknowledged",
                    LIMIT,
                    () ->
                            (long)
                                            collector
                                                    .health()
                                                    .details()
                                                    .getOrDefault("acknowledgedRecords", 0L)
                                    > 0);
            assertThat(collector.health().healthy()).isTrue();
        }
        assertThat(TopicReader.sequences(new HashMap<>(kafka(PASSWORD)))).isNotEmpty();
    }

    @Test
    void shouldSayThatASecretIsWrongWithoutShowingIt() throws IOException {
        String wrong = "wrong-" + PASSWORD;
        try (Collector collector = collector(wrong)) {
            collector.start();
            String summary =
                    Await.value(
                            "the refusal shows",
                            LIMIT,
                            () -> collector.health().summary(),
                            text -> text.contains("Authentication failed"));
            assertThat(summary).doesNotContain(PASSWORD);
        }
    }

    /** As a unit with EnvironmentFile= or a pod with a Secret has it. */
    @Test
    void shouldSendOverTlsWithSecretsFromTheEnvironment() throws Exception {
        TopicCreator.createMissing(kafka(PASSWORD), Optional.empty());
        Map<String, Object> reading = new HashMap<>(kafka(PASSWORD));
        Map<String, String> properties = new HashMap<>(kafka(PASSWORD));
        properties.put("config.providers", "env");
        properties.remove("config.providers.file.class");
        properties.put(
                "config.providers.env.class",
                "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
        properties.put("sasl.jaas.config", "${env:LINGER_JAAS}");
        properties.put("ssl.truststore.password", "${env:LINGER_TRUSTSTORE}");
        StringBuilder text = new StringBuilder();
        properties.forEach(
                (key, value) -> text.append(Settings.KAFKA_PREFIX + key + "=" + value + "\n"));
        Path config = Files.writeString(directory.resolve("collector.properties"), text);
        ProcessBuilder command =
                new ProcessBuilder(
                        LingerProcess.command(
                                "collect", "--config", config.toString(), "--health-port", "0"));
        command.environment().put("LINGER_JAAS", jaas(PASSWORD));
        command.environment().put("LINGER_TRUSTSTORE", STORE_PASSWORD);
        Path log = directory.resolve("collector.log");
        Process collector = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            Await.until(
                    "a snapshot stands on the topic",
                    LIMIT,
                    () -> !TopicReader.sequences(reading).isEmpty());
        } finally {
            collector.destroy();
        }
        assertThat(collector.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log)).doesNotContain(PASSWORD, STORE_PASSWORD);
    }

    private Collector collector(String password) throws IOException {
        Map<String, String> values = new HashMap<>();
        kafka(password).forEach((key, value) -> values.put(Settings.KAFKA_PREFIX + key, value));
        values.put("collector.interval", "200ms");
        return new Collector(CollectorConfig.from(Settings.of(values, CollectorConfig.SETTINGS)));
    }

    /** As docs/operations.md shows it. */
    private Map<String, String> kafka(String password) throws IOException {
        Path secrets = directory.resolve("secrets-" + password.length() + ".properties");
        Files.writeString(
                secrets, "truststore=%s%njaas=%s%n".formatted(STORE_PASSWORD, jaas(password)));
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "config.providers",
                "file",
                "config.providers.file.class",
                "org.apache.kafka.common.config.provider.FileConfigProvider",
                "sasl.jaas.config",
                "${file:" + secrets + ":jaas}",
                "ssl.truststore.location",
                file("trust.p12"),
                "ssl.truststore.password",
                "${file:" + secrets + ":truststore}");
    }

    private static String jaas(String password) {
        return PLAIN + " required username=\"collector\" password=\"" + password + "\";";
    }

    /** The listener keeps its name, which the broker's own clients go by. */
    private Map<String, String> brokerProperties() {
        return Map.of(
                "listener.security.protocol.map",
                "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "listener.name.plaintext.plain.sasl.jaas.config",
                PLAIN
                        + " required username=\"broker\" password=\"of-the-broker\""
                        + " user_broker=\"of-the-broker\" user_collector=\""
                        + PASSWORD
                        + "\";",
                "ssl.keystore.location",
                file("key.p12"),
                "ssl.keystore.password",
                STORE_PASSWORD,
                "ssl.truststore.location",
                file("trust.p12"),
                "ssl.truststore.password",
                STORE_PASSWORD);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private static void keytool(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
