// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class ChurnAccuracyIT {
    /** Ten endpoints of two services; a minute of it is a case of linger bench collector. */
    @Test
    void shouldCountActiveClosesPerServiceAndEndpointWithinOnePercent() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces take root");

        List<BenchCase> cases = new ChurnAccuracy(Duration.ofSeconds(9), line -> {}).run();

        assertThat(cases)
                .hasSize(10)
                .allSatisfy(one -> {
                    assertThat(one.limit()).isEqualTo(900);
                    assertThat(one.ours()).as(one.name()).isBetween(891.0, 909.0);
                });
    }
}
