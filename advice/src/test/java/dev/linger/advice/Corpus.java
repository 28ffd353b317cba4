// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.OtherEnd;
import dev.linger.model.settings.Settings;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Endpoint;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.TcpState;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Minutes that together make the rules say everything that they can say. */
final class Corpus {
    private static final String FAR = "10.0.0.2:9000";

    private Corpus() {}

    /** What the rules say about them. */
    static List<Signal> signals() {
        Thresholds declared =
                Thresholds.from(
                        Settings.of(
                                Map.of("rules.sysctl-baseline", "net.ipv4.tcp_tw_reuse=1"),
                                Thresholds.SETTINGS));
        Stream<Signal> ofMinutes =
                minutes().stream()
                        .flatMap(minute ->
                                Rules.evaluate(minute.build(), Thresholds.defaults()).stream());
        Stream<Signal> ofHosts =
                Stream.of(
                                HostKernelFixture.natThatFails(29),
                                HostKernelFixture.recycleConfigured("1"),
                                HostKernelFixture.with("h9", "net.ipv4.tcp_tw_reuse", "2"))
                        .flatMap(kernel -> Rules.evaluate(kernel, declared).stream());
        return Stream.concat(ofMinutes, ofHosts).toList();
    }

    private static List<MinuteFixture> minutes() {
        return Stream.of(
                        portMinutes(),
                        socketMinutes(),
                        settingMinutes(),
                        stallMinutes(),
                        joinedMinutes())
                .flatMap(List::stream)
                .toList();
    }

    private static List<MinuteFixture> portMinutes() {
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
                        .endpoint(
                                EndpointFixture.client(FAR).ports(10, 400, 600, 400).closed(900)));
    }

    private static List<MinuteFixture> socketMinutes() {
        return List.of(
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

    private static List<MinuteFixture> settingMinutes() {
        return List.of(
                exhausted(),
                exhausted().sysctl("net.ipv4.tcp_tw_reuse", "1"),
                exhausted()
                        .sysctl("net.ipv4.tcp_tw_reuse", "1")
                        .sysctl("net.ipv4.tcp_timestamps", "0"),
                new MinuteFixture()
                        .sysctl("net.ipv4.tcp_tw_reuse", "1")
                        .rose("TcpExt.TWRecycled", 4620)
                        .endpoint(EndpointFixture.client(FAR).ports(2, 100, 200, 77).closed(4620)),
                new MinuteFixture()
                        .endpoint(
                                EndpointFixture.client("10.0.0.1:9000")
                                        .ports(0, 100, 200, 2)
                                        .closed(120)),
                settings(),
                stalls(),
                new MinuteFixture()
                        .endpoint(
                                EndpointFixture.client("203.0.113.5:443")
                                        .ports(5, 0, 28_232, 0)
                                        .established(5, 5, 400))
                        .endpoint(EndpointFixture.server("10.0.0.1:80").established(5, 5, 400)),
                new MinuteFixture()
                        .sysctl("net.core.somaxconn", "128")
                        .listener("0.0.0.0:80", 100, 128, 6, 0),
                new MinuteFixture()
                        .rose("TcpExt.TCPReqQFullDoCookies", 31)
                        .listener("0.0.0.0:80", 1, 8, 6, 0),
                new MinuteFixture()
                        .rose("TcpExt.TCPReqQFullDrop", 31)
                        .listener("0.0.0.0:80", 1, 8, 6, 0));
    }

    private static List<MinuteFixture> stallMinutes() {
        return List.of(
                new MinuteFixture().localPorts(1000, 1000, 4, 1000),
                new MinuteFixture().descriptors(20, 20).listener("0.0.0.0:80", 3, 128, 6, 0),
                new MinuteFixture().descriptors(17, 20),
                new MinuteFixture()
                        .endpoint(EndpointFixture.client(FAR).halfClosed(3, 400))
                        .endpoint(
                                EndpointFixture.client("10.0.0.3:9000")
                                        .established(20, 0, 20)
                                        .stalls(
                                                new Stalls(
                                                        0, 0, 0, 0, 0, 4, 12, AgeHistogram.EMPTY)))
                        .endpoint(
                                EndpointFixture.client("10.0.0.4:9000")
                                        .established(3, 0, 1)
                                        .retransmitting(3, 300)
                                        .stalls(
                                                new Stalls(
                                                        0, 3, 0, 3, 0, 0, 0, AgeHistogram.EMPTY)))
                        .endpoint(EndpointFixture.client("10.0.0.5:9000").closeWait(1, 1)));
    }

    private static List<MinuteFixture> joinedMinutes() {
        OtherEnd server = new OtherEnd("api", "c1", 1, 2, 3, 1, 0, 0, 9, 9, 5L, 4L);
        OtherEnd caller = new OtherEnd("web", "h1", 2, 5, 0, 0, 1, 0, 1, 9, null, null);
        return List.of(
                new MinuteFixture()
                        .endpoint(
                                EndpointFixture.client(FAR)
                                        .established(5, 0, 1)
                                        .bothEnds(new BothEnds(5, 2, 0, 9, List.of(server))))
                        .endpoint(
                                EndpointFixture.client("10.0.0.5:9000")
                                        .closeWait(1, 1)
                                        .bothEnds(new BothEnds(5, 5, 0, 9, List.of(server)))),
                new MinuteFixture()
                        .endpoint(
                                EndpointFixture.server("10.0.0.1:80")
                                        .with(TcpState.TIME_WAIT, 20_000)
                                        .closed(20_000)
                                        .bothEnds(new BothEnds(5, 5, 1, 9, List.of(caller)))));
    }

    private static MinuteFixture exhausted() {
        return new MinuteFixture()
                .endpoint(EndpointFixture.client(FAR).ports(0, 1000, 1000, 16).closed(1000));
    }

    private static MinuteFixture settings() {
        return new MinuteFixture()
                .sysctl("net.ipv4.tcp_tw_reuse", "1")
                .sysctl("net.ipv4.tcp_tw_reuse_delay", "1")
                .sysctl("net.ipv4.tcp_max_tw_buckets", "50")
                .sysctl("net.ipv4.tcp_ehash_entries", "-262144")
                .sysctl("net.ipv4.tcp_fin_timeout", "5")
                .sysctl("net.ipv4.tcp_tw_recycle", "1")
                .sysctl("net.ipv4.tcp_rfc1337", "1")
                .rose("TcpExt.TCPTimeWaitOverflow", 150)
                .rose("TcpExt.TCPAbortOnData", 700)
                .rose("TcpExt.TCPAbortOnClose", 700)
                .endpoint(EndpointFixture.client(FAR).ports(0, 50, 1000, 3).closed(200))
                .endpoint(
                        EndpointFixture.server("10.0.0.1:80")
                                .with(TcpState.TIME_WAIT, 1)
                                .closed(1));
    }

    private static MinuteFixture stalls() {
        return new MinuteFixture()
                .rose("TcpExt.PAWSTimewait", 3)
                .endpoint(
                        EndpointFixture.server("10.0.0.1:80")
                                .with(TcpState.TIME_WAIT, 3)
                                .with(TcpState.FIN_WAIT2, 150)
                                .closed(3))
                .endpoint(
                        EndpointFixture.client(FAR).with(TcpState.SYN_SENT, 5).retransmitting(5, 5))
                .endpoint(
                        EndpointFixture.client("10.0.0.3:25")
                                .with(TcpState.FIN_WAIT1, 2)
                                .with(TcpState.LAST_ACK, 1)
                                .retransmitting(3, 3))
                .endpoint(
                        EndpointFixture.client("10.0.0.4:6379")
                                .with(TcpState.ESTABLISHED, 10)
                                .keepAlive(new KeepAlive(6, 0, 4, 2))
                                .retransmitting(4, 40_000))
                .endpoint(
                        EndpointFixture.client("10.0.0.5:8080")
                                .ports(0, 0, 28_232, 0)
                                .with(TcpState.TIME_WAIT, 1)
                                .closed(1));
    }

    private static MinuteFixture ports() {
        return new MinuteFixture()
                .endpoint(EndpointFixture.client(FAR).ports(4, 330, 600, 5.5).closed(330));
    }
}
