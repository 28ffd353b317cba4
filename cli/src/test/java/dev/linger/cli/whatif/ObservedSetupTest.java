// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.advice.whatif.KeepAliveSetup;
import dev.linger.advice.whatif.PresentState;
import dev.linger.advice.whatif.Setup;

import org.junit.jupiter.api.Test;

import java.util.List;

class ObservedSetupTest {
    private static final Setup SETUP =
            new Setup(
                    PresentState.DEFAULT_RANGE,
                    0,
                    false,
                    1.0,
                    false,
                    1,
                    1,
                    5,
                    0,
                    0,
                    1,
                    KeepAliveSetup.KERNEL_DEFAULT);
    private static final List<ObservedSetup> SEEN =
            List.of(
                    new ObservedSetup("orders", "10.0.0.2:80", SETUP),
                    new ObservedSetup("orders", "10.0.0.3:80", SETUP),
                    new ObservedSetup("billing", "10.0.0.4:80", SETUP));

    @Test
    void shouldNeedNoEndpointWhereThereIsOne() {
        assertThat(ObservedSetup.choose(SEEN, "billing", null)).isEqualTo(SEEN.get(2));
        assertThat(ObservedSetup.choose(SEEN, "orders", "10.0.0.3:80")).isEqualTo(SEEN.get(1));
    }

    @Test
    void shouldNameTheChoices() {
        assertThatThrownBy(() -> ObservedSetup.choose(SEEN, "orders", null))
                .hasMessage(
                        "orders connects to several; give --endpoint: orders to 10.0.0.2:80,"
                                + " orders to 10.0.0.3:80");
        assertThatThrownBy(() -> ObservedSetup.choose(SEEN, "shop", "10.0.0.2:80"))
                .hasMessageContaining("shop to 10.0.0.2:80")
                .hasMessageContaining("billing to 10.0.0.4:80");
        assertThatThrownBy(() -> ObservedSetup.choose(List.of(), "shop", null))
                .hasMessageContaining("none at all");
    }
}
