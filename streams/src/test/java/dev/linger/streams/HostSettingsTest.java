// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.advice.Thresholds;
import dev.linger.model.settings.Settings;
import dev.linger.streams.merge.HostSettings;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A fleet's settings, each partition's hosts on their own and all together. */
class HostSettingsTest {
    private static final String REUSE = "net.ipv4.tcp_tw_reuse";

    private static Map<String, String> settings(String reuse) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            settings.put("net.ipv4.setting_" + i, "32768 60999");
        }
        settings.put(REUSE, reuse);
        return settings;
    }

    private static HostSettings source(String prefix, int hosts, String reuse) {
        HostSettings source = new HostSettings();
        for (int i = 0; i < hosts; i++) {
            source.add(prefix + i, settings(reuse));
        }
        return source;
    }

    private static HostSettings together(HostSettings... sources) {
        HostSettings all = new HostSettings();
        for (HostSettings source : sources) {
            source.split().forEach(all::addBytes);
        }
        return all;
    }

    @Test
    void shouldJudgeAHostWhosePartitionHasFewOthers() {
        HostSettings large = source("a", 2500, "2");
        HostSettings small = source("b", 2, "1");

        assertThat(small.judge(Thresholds.defaults())).as("two hosts have no majority").isEmpty();
        assertThat(together(large, small).judge(Thresholds.defaults()))
                .containsOnlyKeys("b0", "b1");
    }

    @Test
    void shouldNotTakeAPartitionForTheFleet() {
        assertThat(
                        together(source("a", 10, "2"), source("b", 10, "1"))
                                .judge(Thresholds.defaults()))
                .isEmpty();
    }

    @Test
    void shouldHoldEveryHostAgainstTheBaseline() {
        Thresholds declared =
                Thresholds.from(
                        Settings.of(
                                Map.of("rules.sysctl-baseline", REUSE + "=1"),
                                Thresholds.SETTINGS));

        assertThat(together(source("a", 3, "2"), source("b", 1, "1")).judge(declared))
                .containsOnlyKeys("a0", "a1", "a2");
    }

    @Test
    void shouldTakeLittleMoreThanTheNamesOfTheHosts() {
        List<byte[]> pieces = source("host-of-some-length-", 2500, "2").split();

        long bytes = pieces.stream().mapToLong(piece -> piece.length).sum();
        assertThat(bytes).isLessThan(2500L * 32 + 10 * 2048);
    }
}
