// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.kernel;

import dev.linger.model.minute.KernelContext;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The settings and counters of a {@link KernelContext}, typed. What the kernel lacks, the collector
 * could not read, or does not parse, is empty: absent is not zero and not the default.
 */
public final class KernelFacts {
    private static final Pattern BLANK = Pattern.compile("\\s+");

    /** No setting of the kernel is this number. */
    private static final long NO_NUMBER = Long.MIN_VALUE;

    private static KernelFacts latest = new KernelFacts(null);

    private final @Nullable KernelContext context;

    private KernelFacts(@Nullable KernelContext context) {
        this.context = context;
    }

    /**
     * The facts of a context, or no facts at all. All rules ask for the same context one after the
     * other, so that the latest answer is kept; a race of two threads costs an object.
     */
    @SuppressWarnings("ReferenceEquality") // comparing the maps would cost more than an object
    public static KernelFacts of(@Nullable KernelContext context) {
        KernelFacts known = latest;
        if (known.context == context) {
            return known;
        }
        KernelFacts facts = new KernelFacts(context);
        latest = facts;
        return facts;
    }

    /** {@code net.ipv4.ip_local_port_range}; written "32768 60999". */
    public @Nullable PortRange localPortRange() {
        String text = text(Sysctl.IP_LOCAL_PORT_RANGE);
        if (text == null) {
            return null;
        }
        String[] ends = BLANK.split(text.strip());
        try {
            return ends.length == 2
                    ? new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
                    : null;
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    /** {@code net.ipv4.tcp_tw_reuse}. */
    public @Nullable TwReuse twReuse() {
        long number = numberOr(Sysctl.TCP_TW_REUSE, -1);
        return number >= 0 && number <= 2 ? TwReuse.ofNumber(number) : null;
    }

    /**
     * Seconds that a TIME_WAIT must be old before connect() may take it over: {@code
     * net.ipv4.tcp_tw_reuse_delay}, in milliseconds; 1 s on kernels without that file.
     */
    public double twReuseDelaySeconds() {
        return numberOr(Sysctl.TCP_TW_REUSE_DELAY, 1000) / 1000.0;
    }

    /** Whether {@code net.ipv4.tcp_timestamps} is known to be on (1 or 2). */
    public boolean timestampsOn() {
        return numberOr(Sysctl.TCP_TIMESTAMPS, 0) > 0;
    }

    /** Whether {@code net.ipv4.tcp_timestamps} is known to be off. */
    public boolean timestampsOff() {
        return numberOr(Sysctl.TCP_TIMESTAMPS, 1) == 0;
    }

    /**
     * Whether this end allows connect() to take over a TIME_WAIT towards an endpoint. The other end
     * must speak timestamps, too, which is not seen here.
     */
    public boolean allowsReuse(String endpoint, String sourceAddress) {
        TwReuse reuse = twReuse();
        if (reuse == null || !timestampsOn()) {
            return false;
        }
        return switch (reuse) {
            case OFF -> false;
            case ALL -> true;
            case LOOPBACK -> Locality.isLoopback(endpoint) || Locality.isLoopback(sourceAddress);
        };
    }

    /** A setting as a number; empty where it is absent or not one number. */
    public OptionalLong number(String sysctl) {
        long number = numberOr(sysctl, NO_NUMBER);
        return number == NO_NUMBER ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** A setting as a number, or another number where it is absent or not one number. */
    public long numberOr(String sysctl, long otherwise) {
        String text = text(sysctl);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException notOneNumber) {
            return otherwise;
        }
    }

    /** A setting as text; absent where the kernel has no such file. */
    public @Nullable String text(String sysctl) {
        return context == null ? null : context.sysctls().get(sysctl);
    }

    /**
     * Growth of a counter between the two latest kernel snapshots; empty where it is not collected.
     */
    public OptionalLong increase(String counter) {
        return optional(growth(counter));
    }

    /** Whether a counter is known to have grown. */
    public boolean rose(String counter) {
        Long growth = growth(counter);
        return growth != null && growth > 0;
    }

    /** A value that rises and falls; empty where it is not collected. */
    public OptionalLong level(String name) {
        return optional(known(name));
    }

    /** Such a value, or another number where it is not collected. */
    public long levelOr(String name, long otherwise) {
        Long level = known(name);
        return level == null ? otherwise : level;
    }

    /** The host that the facts are from; absent where there are none. */
    public @Nullable String host() {
        return context == null ? null : context.host();
    }

    private @Nullable Long growth(String counter) {
        return context == null ? null : context.counterIncreases().get(counter);
    }

    private @Nullable Long known(String level) {
        Map<String, Long> levels = context == null ? null : context.levels();
        return levels == null ? null : levels.get(level);
    }

    private static OptionalLong optional(@Nullable Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
