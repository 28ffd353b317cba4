// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.tcp.Endpoint;
import dev.linger.model.tcp.TcpState;

import java.util.List;

/** Minutes that together make the rules say everything that they can say. */
final class Corpus {
    private static final String FAR = "10.0.0.2:9000";

    private Corpus() {}

    static List<MinuteFixture> minutes() {
        return List.of(
                ports(),
                ports().kernelUnknown(),
                ports().sysctl("net.ipv4.tcp_tw_reuse", "1"),
                ports().sysctl("net.ipv4.tcp_tw_reuse", "0"),
                ports().sysctl("net.ipv4.tcp_timestamps", "0"),
                ports().sysctl("net.ipv4.ip_local_port_range", "1024 65535"),
                new MinuteFixture()
                        .endpoint(EndpointFixture.client(FAR).ports(560, 20, 600, 1).closed(20)),
                new MinuteFixture()
                        .sysctl("net.ipv4.tcp_tw_reuse", "1")
                        .endpoint(EndpointFixture.client(FAR).ports(10, 300, 600, 400).closed(900)),
                new MinuteFixture()
                        .endpoint(
                                EndpointFixture.server("10.0.0.1:80")
                                        .with(TcpState.TIME_WAIT, 20_000)
                                        .closed(20_000)),
                new MinuteFixture()
                        .endpoint(EndpointFixture.client(FAR).established(10, 4, 400))
                        .endpoint(EndpointFixture.server("10.0.0.1:80").established(10, 0, 400))
                        .endpoint(EndpointFixture.client("[::1]:5432").established(3, 0, 400))
                        .endpoint(EndpointFixture.client(Endpoint.OTHER).established(3, 0, 400)),
                new MinuteFixture()
                        .endpoint(EndpointFixture.client(FAR).closeWait(200, 70))
                        .endpoint(EndpointFixture.server("[2001:db8::1]:80").closeWait(2, 4000)),
                new MinuteFixture()
                        .listener("0.0.0.0:80", 129, 128, 6, 1)
                        .listener("[::]:81", 5000, 4096, 6, 6)
                        .listener("0.0.0.0:82", 5, 4, 6, 6),
                new MinuteFixture()
                        .sysctl("net.core.somaxconn", "128")
                        .rose("TcpExt.ListenOverflows", 9)
                        .listener("0.0.0.0:80", 128, 128, 6, 0));
    }

    private static MinuteFixture ports() {
        return new MinuteFixture()
                .endpoint(EndpointFixture.client(FAR).ports(4, 330, 600, 5.5).closed(330));
    }
}
