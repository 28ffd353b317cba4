// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.linger.advice.kernel.PortRange;
import dev.linger.advice.whatif.Comparison;
import dev.linger.advice.whatif.KeepAliveSetup;
import dev.linger.advice.whatif.Setup;
import dev.linger.model.json.Json;

import org.junit.jupiter.api.Test;

class ComparisonTextTest {
    private static final Setup NOW =
            new Setup(
                    new PortRange(40_000, 40_199),
                    0,
                    false,
                    1.0,
                    false,
                    1,
                    1,
                    8.88,
                    0,
                    0,
                    1,
                    KeepAliveSetup.KERNEL_DEFAULT);
    private static final Comparison POOLED = Comparison.of(NOW, NOW.change().pool(10).build());

    @Test
    void shouldShowNowAndThenSideBySide() {
        String text = ComparisonText.of(null, POOLED);

        assertThat(text)
                .startsWith("now   8.9 requests/s, a connection per request, ports 40000 40199");
        assertThat(text)
                .contains("then  8.9 requests/s, 10 pooled connections of 1000 requests each");
        assertThat(text.lines())
                .anyMatch(line -> line.matches("TIME_WAIT +200 +0.533  F1: .*"))
                .anyMatch(line -> line.matches("utilisation +100.0 % +5.3 %  .*"))
                .anyMatch(line -> line.matches("ports exhausted in +22.5 s +never  .*"))
                .anyMatch(line -> line.matches("kernel memory +102 kB +40 kB  .*"));
    }

    @Test
    void shouldSayWhomItIsAbout() {
        ObservedSetup about = new ObservedSetup("orders", "10.0.0.2:80", NOW);

        assertThat(ComparisonText.of(about, POOLED)).startsWith("orders (client) 10.0.0.2:80\nnow");
    }

    @Test
    void shouldWriteNeverAsNullInJson() throws Exception {
        JsonNode document = Json.mapper().readTree(ComparisonJson.of(null, POOLED));

        assertThat(document.fieldNames()).toIterable().containsExactly("before", "after", "rows");
        assertThat(document.at("/before/requestsPerSecond").asDouble()).isEqualTo(8.88);
        JsonNode exhausted = document.at("/rows/8");
        assertThat(exhausted.at("/name").asText()).isEqualTo("ports exhausted in");
        assertThat(exhausted.at("/before").asDouble()).isBetween(22.4, 22.6);
        assertThat(exhausted.at("/after").isNull()).isTrue();
    }
}
