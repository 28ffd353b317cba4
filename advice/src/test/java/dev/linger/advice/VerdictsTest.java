// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.finding.AdviceKind;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.Test;

import java.util.List;

class VerdictsTest {
    private static final String FAR = "10.0.0.2:9000";

    @Test
    void shouldPreferLongConnections() {
        Verdict verdict = only(EndpointFixture.client(FAR).ports(4, 330, 600, 5.5).closed(330));
        assertThat(verdict.kind()).isEqualTo(AdviceKind.LONG_CONNECTIONS);
        assertThat(verdict.reason()).startsWith("takes the cause away");
        assertThat(verdict.proposal()).isNotNull();
    }

    @Test
    void shouldTurnToTheKernelWhereConnectionsAreLongAlready() {
        Verdict verdict = only(EndpointFixture.client(FAR).ports(500, 10, 1000, 0.1).closed(10));
        assertThat(verdict.kind()).isEqualTo(AdviceKind.KERNEL);
    }

    @Test
    void shouldAskForCapacityWhereNoSettingIsEnough() {
        List<Verdict> verdicts =
                verdicts(
                        new MinuteFixture()
                                .sysctl("net.ipv4.ip_local_port_range", "1024 65535")
                                .endpoint(
                                        EndpointFixture.client(FAR)
                                                .ports(60_000, 10, 64_512, 0.1)
                                                .closed(10)));
        // Half of the ports is what fewer connections would come to, and that is still a warning.
        assertThat(verdicts).extracting(Verdict::kind).containsExactly(AdviceKind.CAPACITY);
    }

    @Test
    void shouldSendALeakToTheApplication() {
        assertThat(only(EndpointFixture.server("10.0.0.1:80").closeWait(20, 70)).kind())
                .isEqualTo(AdviceKind.APPLICATION);
    }

    @Test
    void shouldLeaveWhatIsOnlyInfo() {
        Verdict verdict =
                only(EndpointFixture.server("10.0.0.1:80").with(TcpState.TIME_WAIT, 20_000));
        assertThat(verdict.kind()).isEqualTo(AdviceKind.LEAVE);
        assertThat(verdict.cause()).isNull();
    }

    @Test
    void shouldJudgeWhatHasNoEndpointToo() {
        List<Verdict> verdicts =
                verdicts(
                        new MinuteFixture()
                                .listener("0.0.0.0:80", 5, 4, 6, 6)
                                .sysctl("net.ipv4.tcp_fin_timeout", "5")
                                .endpoint(
                                        EndpointFixture.client(FAR)
                                                .ports(0, 50, 28_232, 1)
                                                .closed(50)));
        assertThat(verdicts)
                .extracting(Verdict::endpoint)
                .containsExactlyInAnyOrder(FAR, "0.0.0.0:80", Signal.ALL_ENDPOINTS);
    }

    private static Verdict only(EndpointFixture endpoint) {
        List<Verdict> verdicts = verdicts(new MinuteFixture().endpoint(endpoint));
        assertThat(verdicts).hasSize(1);
        return verdicts.getFirst();
    }

    private static List<Verdict> verdicts(MinuteFixture fixture) {
        ServiceMinute minute = fixture.build();
        Thresholds thresholds = Thresholds.defaults();
        return Verdicts.of(minute, Rules.evaluate(minute, thresholds), thresholds);
    }
}
