// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Settings;

import org.apache.kafka.clients.CommonClientConfigs;

import java.util.Map;

/** What a Kafka client needs at least. */
final class KafkaSettings {
    private KafkaSettings() {}

    /**
     * The client's properties.
     *
     * @throws ConfigurationException if the brokers are not named
     */
    static Map<String, String> required(Settings settings) {
        Map<String, String> kafka = settings.kafka();
        if (!kafka.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new ConfigurationException(
                    "kafka.bootstrap.servers is not set; write --set"
                            + " kafka.bootstrap.servers=HOST:PORT");
        }
        return kafka;
    }
}
