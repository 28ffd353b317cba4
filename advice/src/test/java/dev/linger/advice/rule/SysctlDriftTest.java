// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.advice.FleetSettings;
import dev.linger.advice.HostKernelFixture;
import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.settings.Settings;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class SysctlDriftTest {
    private static final String REUSE = "net.ipv4.tcp_tw_reuse";

    private final List<HostKernel> fleet = new ArrayList<>();

    @Test
    void shouldFindTheHostThatDiffersFromNearlyAll() {
        hosts(4, REUSE, "1");
        HostKernel other = HostKernelFixture.with("h9", REUSE, "2");
        fleet.add(other);
        Signal signal = judge(other, Thresholds.defaults()).getFirst();
        assertThat(signal.rule()).isEqualTo(RuleName.SYSCTL_DRIFT);
        assertThat(signal.severity()).isEqualTo(Severity.INFO);
        assertThat(signal.service()).isEqualTo("h9");
        assertThat(signal.evidence()).containsEntry(REUSE, "2 instead of 1");
        assertThat(signal.proposals().getFirst().undo()).contains(REUSE + "=2");
        assertThat(judge(fleet.getFirst(), Thresholds.defaults())).isEmpty();
    }

    @Test
    void shouldSeeNoMajorityInFewHostsNorInHalfOfThem() {
        hosts(3, REUSE, "1");
        HostKernel other = HostKernelFixture.with("h9", REUSE, "2");
        fleet.add(other);
        assertThat(judge(other, Thresholds.defaults())).isEmpty();
        hosts(3, REUSE, "2");
        assertThat(judge(other, Thresholds.defaults())).isEmpty();
    }

    @Test
    void shouldNotCompareWhatFollowsFromMemory() {
        hosts(9, "net.ipv4.tcp_max_tw_buckets", "262144");
        HostKernel small = HostKernelFixture.with("h9", "net.ipv4.tcp_max_tw_buckets", "8192");
        fleet.add(small);
        assertThat(judge(small, Thresholds.defaults())).isEmpty();
    }

    @Test
    void shouldHoldHostsToTheDeclaredBaselineWhateverTheOthersDo() {
        Thresholds declared =
                Thresholds.from(
                        Settings.of(
                                Map.of("rules.sysctl-baseline", REUSE + "=1"),
                                Thresholds.SETTINGS));
        hosts(5, REUSE, "2");
        assertThat(judge(fleet.getFirst(), declared).getFirst().severity())
                .isEqualTo(Severity.WARN);
        assertThat(judge(HostKernelFixture.with("h9", REUSE, "1"), declared)).isEmpty();
    }

    private List<Signal> judge(HostKernel host, Thresholds thresholds) {
        Map<Map<String, String>, Integer> votes = new HashMap<>();
        fleet.forEach(
                other -> votes.merge(SysctlDrift.comparable(other, thresholds), 1, Integer::sum));
        return Rules.evaluate(host, FleetSettings.of(votes), thresholds);
    }

    private void hosts(int count, String sysctl, String value) {
        for (int i = 0; i < count; i++) {
            fleet.add(HostKernelFixture.with("h" + fleet.size(), sysctl, value));
        }
    }
}
