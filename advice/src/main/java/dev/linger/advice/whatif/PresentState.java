// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.whatif;

import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.PortRange;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.PortLoad;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.KeepAlive;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** The setup that a service's minute shows. */
public final class PresentState {
    /** The kernel's own ip_local_port_range, for minutes without a kernel snapshot. */
    public static final PortRange DEFAULT_RANGE = new PortRange(32_768, 60_999);

    private PresentState() {}

    /**
     * How the worst host connects to an endpoint now, one connection per request. Keep-alive counts
     * as armed where most sockets have it; its times are the namespace's, since those that a socket
     * sets itself are not seen. TCP_USER_TIMEOUT is not seen either.
     *
     * @return absent where the service is not the client of the endpoint
     */
    public static @Nullable Setup of(ServiceMinute minute, EndpointMinute endpoint) {
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        PortLoad load = PortLoad.of(minute, endpoint, kernel);
        if (load == null) {
            return null;
        }
        PortRange known = kernel.localPortRange();
        PortRange range = known == null ? DEFAULT_RANGE : known;
        return new Setup(
                range,
                Math.max(0, range.size() - load.usable()),
                load.reuseEffective(),
                kernel.twReuseDelaySeconds(),
                false,
                1,
                1,
                load.closesPerSecond(),
                load.open(),
                0,
                1,
                keepAlive(endpoint.sockets().mean().keepAlive(), kernel));
    }

    private static KeepAliveSetup keepAlive(KeepAlive timers, KernelFacts kernel) {
        KeepAliveSetup usual = KeepAliveSetup.KERNEL_DEFAULT;
        return new KeepAliveSetup(
                timers.armed() > timers.unarmed(),
                seconds(kernel, Sysctl.TCP_KEEPALIVE_TIME, usual.idle()),
                seconds(kernel, Sysctl.TCP_KEEPALIVE_INTVL, usual.interval()),
                kernel.numberOr(Sysctl.TCP_KEEPALIVE_PROBES, usual.probes()),
                null,
                kernel.numberOr(Sysctl.TCP_RETRIES2, usual.retries2()));
    }

    private static Duration seconds(KernelFacts kernel, String sysctl, Duration usual) {
        return Duration.ofSeconds(kernel.numberOr(sysctl, usual.toSeconds()));
    }
}
