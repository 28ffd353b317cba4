// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class FactTest {
    @Test
    void shouldMoveTheUnitBehindTheValue() {
        assertThat(fact("utilisation", 0.553)).isEqualTo("Utilisation: 55 %");
        assertThat(fact("silentForSeconds", 300)).isEqualTo("Silent for: 5 min");
        assertThat(fact("detectionSeconds", 2.5)).isEqualTo("Detection: 2.50 s");
        assertThat(fact("connectExtraMicros", 5300)).isEqualTo("Connect extra: 5.3 ms");
        assertThat(fact("heldMemoryBytes", 1_064_960)).isEqualTo("Held memory: 1.0 MB");
        assertThat(fact("activeClosesPerSecond", 104.2)).isEqualTo("Active closes: 104 /s");
        assertThat(fact("timeWaitSockets", 6_237)).isEqualTo("Time wait sockets: 6,237");
    }

    @Test
    void shouldWriteWhatIsNoNumber() {
        assertThat(fact("sourceAddress", "<b>10.0.0.1")).isEqualTo("Source address: <b>10.0.0.1");
        assertThat(fact("reuse", true)).isEqualTo("Reuse: yes");
        assertThat(fact("hosts", List.of("a", 2))).isEqualTo("Hosts: a, 2");
        assertThat(fact("nested", Map.of("a", 1))).isEqualTo("Nested: a 1");
    }

    @Test
    void shouldTellSharesFirstAndWordsLast() {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("word", "w");
        evidence.put("heldBytes", 1);
        evidence.put("closesPerSecond", 1);
        evidence.put("sockets", 1);
        evidence.put("utilisation", 1);
        evidence.put("host", "told elsewhere");
        evidence.put("formula", "F1");

        assertThat(Fact.all(evidence))
                .extracting(Fact::label)
                .containsExactly("Utilisation", "Sockets", "Closes", "Held", "Word");
        assertThat(Fact.formula(evidence)).isEqualTo("F1");
    }

    private static String fact(String name, Object value) {
        Fact fact = Fact.of(name, value);
        return (fact.label() + ": " + fact.value()).replace('\u00a0', ' ');
    }
}
