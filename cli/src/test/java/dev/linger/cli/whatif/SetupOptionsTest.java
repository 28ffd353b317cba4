// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.advice.kernel.PortRange;
import dev.linger.advice.whatif.Setup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.time.Duration;

class SetupOptionsTest {
    @Test
    void shouldTakeTheLoadAsAFactAndTheRestAsAChange() {
        SetupOptions options = parse("--rate 300 --open 5 --range 1024-65535 --pool 20");
        Setup now = options.now(null);
        Setup then = options.then(now);

        assertThat(now.requestsPerSecond()).isEqualTo(300);
        assertThat(now.openConnections()).isEqualTo(5);
        assertThat(now.range()).isEqualTo(new PortRange(32_768, 60_999));
        assertThat(now.pool()).isZero();
        assertThat(then.requestsPerSecond()).isEqualTo(300);
        assertThat(then.range()).isEqualTo(new PortRange(1024, 65_535));
        assertThat(then.pool()).isEqualTo(20);
        assertThat(then.requestsPerConnection()).isEqualTo(1000);
    }

    @Test
    void shouldTakeNowAndThen() {
        SetupOptions options =
                parse("--rate 300:600 --tw-reuse off:on --reserved 10:0 --tw-reuse-delay 1s:200ms");
        Setup now = options.now(null);
        Setup then = options.then(now);

        assertThat(now.requestsPerSecond()).isEqualTo(300);
        assertThat(now.reservedPorts()).isEqualTo(10);
        assertThat(now.reuse()).isFalse();
        assertThat(then.requestsPerSecond()).isEqualTo(600);
        assertThat(then.reservedPorts()).isZero();
        assertThat(then.reuse()).isTrue();
        assertThat(then.reuseDelaySeconds()).isEqualTo(0.2);
    }

    @Test
    void shouldArmKeepAliveByNamingItsTimes() {
        SetupOptions options =
                parse("--rate 1 --keepalive-time 60s --keepalive-probes 3 --user-timeout 90s");
        Setup now = options.now(null);
        Setup then = options.then(now);

        assertThat(now.keepAlive().armed()).isFalse();
        assertThat(then.keepAlive().armed()).isTrue();
        assertThat(then.keepAlive().idle()).isEqualTo(Duration.ofSeconds(60));
        assertThat(then.keepAlive().interval()).isEqualTo(Duration.ofSeconds(75));
        assertThat(then.keepAlive().probes()).isEqualTo(3);
        assertThat(then.keepAlive().userTimeout()).isEqualTo(Duration.ofSeconds(90));
        Setup off = parse("--keepalive-time off --user-timeout off").then(then);
        assertThat(off.keepAlive().armed()).isFalse();
        assertThat(off.keepAlive().userTimeout()).isNull();
    }

    @Test
    void shouldBeginWithWhatWasSeen() {
        Setup seen = parse("--rate 7 --range 1-65535:40000-40999").now(null);

        assertThat(parse("--pool 3").now(seen)).isEqualTo(seen);
        assertThat(parse("--rate 9").now(seen).requestsPerSecond()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    --rate fast,             --rate is 'fast'; give a number
                    --rate NaN,              --rate is 'NaN'; give a number
                    --rate -1,               --rate is '-1'; give a number
                    --range 1024,            '--range is ''1024''; give two ports'
                    --range 9-5,             '--range is ''9-5''; give two ports'
                    --pool 1.5,              --pool is '1.5'; give a whole number
                    --destinations 0,        destinations is 0; it counts from 1
                    --tw-reuse maybe,        --tw-reuse is 'maybe'; give on or off
                    --keepalive-time 60,     '--keepalive-time is ''60''; give a time'
                    --user-timeout soon,     '--user-timeout is ''soon''; give a time'
                    """)
    void shouldRefuseNonsenseByName(String arguments, String message) {
        SetupOptions options = parse(arguments);

        assertThatThrownBy(() -> options.then(options.now(null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static SetupOptions parse(String arguments) {
        SetupOptions options = new SetupOptions();
        new CommandLine(
                        CommandLine.Model.CommandSpec.create()
                                .addMixin(
                                        "setup",
                                        CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments.split(" "));
        return options;
    }
}
