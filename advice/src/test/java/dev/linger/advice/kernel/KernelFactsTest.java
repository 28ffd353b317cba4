// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.advice.MinuteFixture;

import org.junit.jupiter.api.Test;

import java.util.Objects;

class KernelFactsTest {
    @Test
    void shouldReadTheRangeWhateverSeparatesItsEnds() {
        KernelFacts facts = facts(new MinuteFixture().sysctl(Sysctl.IP_LOCAL_PORT_RANGE, "1\t9"));
        assertThat(facts.localPortRange()).isEqualTo(new PortRange(1, 9));
        assertThat(Objects.requireNonNull(facts.localPortRange()).size()).isEqualTo(9);
    }

    @Test
    void shouldKnowTheDefaultRangeOf28232Ports() {
        assertThat(Objects.requireNonNull(facts(new MinuteFixture()).localPortRange()).size())
                .isEqualTo(28_232);
    }

    @Test
    void shouldTreatAbsentAndUnreadableAsUnknown() {
        KernelFacts facts =
                facts(
                        new MinuteFixture()
                                .without(Sysctl.TCP_TIMESTAMPS)
                                .sysctl(Sysctl.IP_LOCAL_PORT_RANGE, "60999 32768")
                                .sysctl(Sysctl.TCP_TW_REUSE, "many"));
        assertThat(facts.localPortRange()).isNull();
        assertThat(facts.twReuse()).isNull();
        assertThat(facts.timestampsOn()).isFalse();
        assertThat(facts.timestampsOff()).isFalse();
        assertThat(facts.increase(Counter.TW_RECYCLED)).isEmpty();
    }

    @Test
    void shouldKnowNothingWithoutAContext() {
        KernelFacts facts = KernelFacts.of(null);
        assertThat(facts.host()).isNull();
        assertThat(facts.text(Sysctl.SOMAXCONN)).isNull();
        assertThat(facts.allowsReuse("127.0.0.1:1", "127.0.0.1")).isFalse();
    }

    @Test
    void shouldReuseAsTheThreeValuesOfTheSettingSay() {
        assertThat(reuse("0", "127.0.0.1:9")).isFalse();
        assertThat(reuse("1", "10.0.0.2:9")).isTrue();
        assertThat(reuse("2", "10.0.0.2:9")).isFalse();
        assertThat(reuse("2", "127.0.0.1:9")).isTrue();
        assertThat(reuse("2", "[::1]:9")).isTrue();
    }

    @Test
    void shouldTellAddressesFromEndpoints() {
        assertThat(Locality.addressOf("10.0.0.2:9000")).isEqualTo("10.0.0.2");
        assertThat(Locality.addressOf("[2001:db8::1]:9000")).isEqualTo("2001:db8::1");
        assertThat(Locality.addressOf("other")).isEqualTo("other");
    }

    private static boolean reuse(String value, String endpoint) {
        return facts(new MinuteFixture().sysctl(Sysctl.TCP_TW_REUSE, value))
                .allowsReuse(endpoint, "10.0.0.1");
    }

    private static KernelFacts facts(MinuteFixture minute) {
        return KernelFacts.of(minute.kernel());
    }
}
