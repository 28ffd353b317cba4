// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.linger.advice.MinuteFixture;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

class AcceptQueueFullTest {
    private static final String ANY = "0.0.0.0:8080";
    private static final String OVERFLOWS = "TcpExt.ListenOverflows";

    private final AcceptQueueFull rule = new AcceptQueueFull();

    @Test
    void shouldFindAQueueWithOneMoreThanItsBacklog() {
        // S18: backlog 4 shows 5 against 4.
        List<Signal> signals = signals(new MinuteFixture().listener(ANY, 5, 4, 6, 1));
        assertThat(signals).hasSize(1);
        assertThat(signals.getFirst().severity()).isEqualTo(Severity.HIGH);
        assertThat(signals.getFirst().evidence())
                .contains(entry("acceptQueuePeakConnections", 5L), entry("backlogConnections", 4L));
    }

    @Test
    void shouldBeCriticalWhenItNeverDrains() {
        assertThat(signals(new MinuteFixture().listener(ANY, 5, 4, 6, 6)).getFirst().severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(signals(new MinuteFixture().listener(ANY, 5, 4, 1, 1)).getFirst().severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void shouldNotMindAQueueAtItsLimitThatTakesOneMore() {
        assertThat(signals(new MinuteFixture().listener(ANY, 4, 4, 6, 0))).isEmpty();
        assertThat(signals(new MinuteFixture().listener(ANY, 4, 4, 6, 0).rose(OVERFLOWS, 3)))
                .hasSize(1);
    }

    @Test
    void shouldNotBlameAListenerForTheNamespacesOverflows() {
        assertThat(signals(new MinuteFixture().listener(ANY, 3, 4, 6, 0).rose(OVERFLOWS, 3)))
                .isEmpty();
        assertThat(signals(new MinuteFixture().listener(ANY, 0, 0, 6, 0).rose(OVERFLOWS, 3)))
                .isEmpty();
    }

    @Test
    void shouldRaiseSomaxconnOnlyWhereItCaps() {
        List<Proposal> open =
                signals(new MinuteFixture().listener(ANY, 5, 4, 6, 1)).getFirst().proposals();
        assertThat(open).extracting(Proposal::kind).containsOnly(AdviceKind.APPLICATION);
        assertThat(open.get(1).expected()).contains(entry("acceptSlots", 129L));

        List<Proposal> capped =
                signals(
                                new MinuteFixture()
                                        .sysctl("net.core.somaxconn", "128")
                                        .listener(ANY, 129, 128, 6, 1))
                        .getFirst()
                        .proposals();
        assertThat(capped.get(1).kind()).isEqualTo(AdviceKind.KERNEL);
        assertThat(capped.get(1).action())
                .startsWith("sysctl -w net.core.somaxconn=512, then ")
                .contains("restart the listener");
        assertThat(capped.get(1).undo()).startsWith("sysctl -w net.core.somaxconn=128 ");
    }

    private List<Signal> signals(MinuteFixture minute) {
        return rule.evaluate(minute.build(), Thresholds.defaults());
    }
}
