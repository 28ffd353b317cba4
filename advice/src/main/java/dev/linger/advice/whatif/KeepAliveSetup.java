// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.whatif;

import dev.linger.model.Require;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How a connection notices that its peer is gone.
 *
 * @param armed whether SO_KEEPALIVE is on; off by default on every socket
 * @param idle TCP_KEEPIDLE, or tcp_keepalive_time
 * @param interval TCP_KEEPINTVL, or tcp_keepalive_intvl
 * @param probes TCP_KEEPCNT, or tcp_keepalive_probes
 * @param userTimeout TCP_USER_TIMEOUT; absent where it is not set
 * @param retries2 tcp_retries2
 */
public record KeepAliveSetup(
        boolean armed,
        Duration idle,
        Duration interval,
        long probes,
        @Nullable Duration userTimeout,
        long retries2) {
    /** The kernel's defaults: 7200, 75, 9 and 15, and SO_KEEPALIVE off. */
    public static final KeepAliveSetup KERNEL_DEFAULT =
            new KeepAliveSetup(
                    false, Duration.ofSeconds(7200), Duration.ofSeconds(75), 9, null, 15);

    /** Refuses times of zero and below. */
    public KeepAliveSetup {
        positive("keep-alive idle", idle);
        positive("keep-alive interval", interval);
        Require.notNegative("keep-alive probes", probes);
        Require.notNegative("retries2", retries2);
        if (userTimeout != null) {
            positive("user timeout", userTimeout);
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " is " + value + "; it is above 0");
        }
    }
}
