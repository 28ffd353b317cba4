// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.whatif;

import dev.linger.advice.whatif.KeepAliveSetup;
import dev.linger.advice.whatif.PresentState;
import dev.linger.advice.whatif.Setup;
import dev.linger.advice.whatif.SetupBuilder;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The options that make up a setup. Each takes {@code THEN} or {@code NOW:THEN}; the load given
 * once holds before and after, everything else given once is a change.
 */
public final class SetupOptions {
    /** How option values are read. */
    static final class Converter implements ITypeConverter<NowThen> {
        @Override
        public NowThen convert(String text) {
            return NowThen.parse(text);
        }
    }

    private static final String OFF = "off";

    private static final Setup KERNEL_DEFAULTS =
            new Setup(
                    PresentState.DEFAULT_RANGE,
                    0,
                    false,
                    1.0,
                    false,
                    1,
                    1,
                    0,
                    0,
                    0,
                    1,
                    KeepAliveSetup.KERNEL_DEFAULT);

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Requests per second of this host.",
            converter = Converter.class)
    private @Nullable NowThen rate;

    @Option(
            names = "--open",
            paramLabel = "N",
            description = "Connections in use on average.",
            converter = Converter.class)
    private @Nullable NowThen open;

    @Option(
            names = "--pool",
            paramLabel = "N",
            description = "Connections kept open; 0 is one per request.",
            converter = Converter.class)
    private @Nullable NowThen pool;

    @Option(
            names = "--requests-per-connection",
            paramLabel = "N",
            description = "Requests after which a pooled one is closed (1000).",
            converter = Converter.class)
    private @Nullable NowThen requestsPerConnection;

    @Option(
            names = "--destinations",
            paramLabel = "N",
            description = "Pairs of destination address and port.",
            converter = Converter.class)
    private @Nullable NowThen destinations;

    @Option(
            names = "--sources",
            paramLabel = "N",
            description = "Source addresses.",
            converter = Converter.class)
    private @Nullable NowThen sources;

    @Option(
            names = "--range",
            paramLabel = "LOW-HIGH",
            description = "ip_local_port_range.",
            converter = Converter.class)
    private @Nullable NowThen range;

    @Option(
            names = "--reserved",
            paramLabel = "N",
            description = "Ports of the range that are reserved or bound.",
            converter = Converter.class)
    private @Nullable NowThen reserved;

    @Option(
            names = "--tw-reuse",
            paramLabel = "on|off",
            description =
                    "connect() takes over TIME_WAIT: tcp_tw_reuse=1 and timestamps at both ends.",
            converter = Converter.class)
    private @Nullable NowThen reuse;

    @Option(
            names = "--tw-reuse-delay",
            paramLabel = "TIME",
            description = "tcp_tw_reuse_delay.",
            converter = Converter.class)
    private @Nullable NowThen reuseDelay;

    @Option(
            names = "--ip-local-port-range",
            paramLabel = "on|off",
            description = "Sockets set IP_LOCAL_PORT_RANGE, as wide as the range.",
            converter = Converter.class)
    private @Nullable NowThen portRangeOption;

    @Option(
            names = "--keepalive-time",
            paramLabel = "TIME|off",
            description = "TCP_KEEPIDLE of sockets with SO_KEEPALIVE.",
            converter = Converter.class)
    private @Nullable NowThen keepAliveTime;

    @Option(
            names = "--keepalive-intvl",
            paramLabel = "TIME",
            description = "TCP_KEEPINTVL.",
            converter = Converter.class)
    private @Nullable NowThen keepAliveInterval;

    @Option(
            names = "--keepalive-probes",
            paramLabel = "N",
            description = "TCP_KEEPCNT.",
            converter = Converter.class)
    private @Nullable NowThen keepAliveProbes;

    @Option(
            names = "--user-timeout",
            paramLabel = "TIME|off",
            description = "TCP_USER_TIMEOUT.",
            converter = Converter.class)
    private @Nullable NowThen userTimeout;

    @Option(
            names = "--retries2",
            paramLabel = "N",
            description = "tcp_retries2.",
            converter = Converter.class)
    private @Nullable NowThen retries2;

    /** Whether the load is given, without which there is nothing to work out. */
    public boolean hasLoad() {
        return rate != null;
    }

    /**
     * The present setup.
     *
     * @param seen what was observed; absent begins with the kernel's defaults and no load
     * @throws IllegalArgumentException naming the option that cannot be understood
     */
    public Setup now(@Nullable Setup seen) {
        return changed(seen == null ? KERNEL_DEFAULTS : seen, NowThen::now);
    }

    /** The setup after the change. */
    public Setup then(Setup now) {
        return changed(now, NowThen::then);
    }

    private Setup changed(Setup base, Function<NowThen, @Nullable String> pick) {
        SetupBuilder to = base.change();
        set(pick, steady(rate), (v, o) -> to.requestsPerSecond(Values.decimal(o, v)), "--rate");
        set(pick, steady(open), (v, o) -> to.openConnections(Values.decimal(o, v)), "--open");
        set(pick, destinations, (v, o) -> to.destinations(Values.whole(o, v)), "--destinations");
        set(pick, sources, (v, o) -> to.sources(Values.whole(o, v)), "--sources");
        set(pick, pool, (v, o) -> to.pool(Values.whole(o, v)), "--pool");
        set(
                pick,
                requestsPerConnection,
                (v, o) -> to.requestsPerConnection(Values.whole(o, v)),
                "--requests-per-connection");
        set(pick, range, (v, o) -> to.range(Values.range(o, v)), "--range");
        set(pick, reserved, (v, o) -> to.reservedPorts(Values.whole(o, v)), "--reserved");
        set(pick, reuse, (v, o) -> to.reuse(Values.onOff(o, v)), "--tw-reuse");
        set(pick, reuseDelay, (v, o) -> to.reuseDelay(Values.time(o, v)), "--tw-reuse-delay");
        set(
                pick,
                portRangeOption,
                (v, o) -> to.localPortRangeOption(Values.onOff(o, v)),
                "--ip-local-port-range");
        return to.keepAlive(keepAlive(base.keepAlive(), pick)).build();
    }

    private KeepAliveSetup keepAlive(
            KeepAliveSetup base, Function<NowThen, @Nullable String> pick) {
        String time = value(pick, keepAliveTime);
        String interval = value(pick, keepAliveInterval);
        String probes = value(pick, keepAliveProbes);
        String user = value(pick, userTimeout);
        String retries = value(pick, retries2);
        boolean off = OFF.equals(time);
        boolean named = time != null || interval != null || probes != null;
        return new KeepAliveSetup(
                named ? !off : base.armed(),
                time == null || off ? base.idle() : Values.time("--keepalive-time", time),
                interval == null ? base.interval() : Values.time("--keepalive-intvl", interval),
                probes == null ? base.probes() : Values.whole("--keepalive-probes", probes),
                userTimeout(base.userTimeout(), user),
                retries == null ? base.retries2() : Values.whole("--retries2", retries));
    }

    private static @Nullable Duration userTimeout(@Nullable Duration base, @Nullable String text) {
        if (text == null) {
            return base;
        }
        return OFF.equals(text) ? null : Values.time("--user-timeout", text);
    }

    private static @Nullable NowThen steady(@Nullable NowThen given) {
        return given == null ? null : given.steady();
    }

    private static @Nullable String value(
            Function<NowThen, @Nullable String> pick, @Nullable NowThen given) {
        return given == null ? null : pick.apply(given);
    }

    private static void set(
            Function<NowThen, @Nullable String> pick,
            @Nullable NowThen given,
            BiConsumer<String, String> setter,
            String option) {
        String text = value(pick, given);
        if (text != null) {
            setter.accept(text, option);
        }
    }
}
