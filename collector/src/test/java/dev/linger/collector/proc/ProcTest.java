// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.collector.linux.TestNamespace;
import dev.linger.model.kernel.KernelSnapshot.Use;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;

class ProcTest {
    @TempDir private Path root;

    @Test
    void shouldBindCountersByNameWhereverTheColumnStands() throws IOException {
        write(
                "thread-self/net/netstat",
                """
                TcpExt: Brand ListenOverflows New ListenDrops
                TcpExt: 1 22 3 44
                IpExt: InNoRoutes
                IpExt: 5
                """);
        write(
                "thread-self/net/snmp",
                """
                Ip: Forwarding
                Ip: 1
                Tcp: RtoAlgorithm MaxConn OutRsts
                Tcp: 1 -1 7
                """);
        write(
                "thread-self/net/sockstat",
                """
                sockets: used 16
                TCP: inuse 1 added 9 tw 4
                UDP: inuse 3
                """);
        assertThat(NetCounters.read(proc()))
                .isEqualTo(
                        Map.ofEntries(
                                Map.entry("TcpExt.Brand", 1L),
                                Map.entry("TcpExt.ListenOverflows", 22L),
                                Map.entry("TcpExt.New", 3L),
                                Map.entry("TcpExt.ListenDrops", 44L),
                                Map.entry("IpExt.InNoRoutes", 5L),
                                Map.entry("Tcp.RtoAlgorithm", 1L),
                                Map.entry("Tcp.MaxConn", -1L),
                                Map.entry("Tcp.OutRsts", 7L),
                                Map.entry("sockstat.sockets.used", 16L),
                                Map.entry("sockstat.TCP.inuse", 1L),
                                Map.entry("sockstat.TCP.added", 9L),
                                Map.entry("sockstat.TCP.tw", 4L)));
    }

    @Test
    void shouldSumWhatConnectionTrackingDroppedOverProcessors() throws IOException {
        write("thread-self/net/netstat", "");
        write("thread-self/net/snmp", "");
        write("thread-self/net/sockstat", "");
        write(
                "thread-self/net/stat/nf_conntrack",
                """
                entries  clashres insert_failed drop early_drop
                00000032 00000000 0000001d 0000001d 00000001
                00000032 00000000 00000010 00000002 00000000
                """);
        write("sys/net/netfilter/nf_conntrack_count", "50\n");
        assertThat(NetCounters.read(proc()))
                .isEqualTo(
                        Map.of(
                                "nf_conntrack.insert_failed", 0x2dL,
                                "nf_conntrack.drop", 0x1fL,
                                "nf_conntrack.early_drop", 1L,
                                "conntrack.count", 50L));
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        assertThatThrownBy(() -> NetCounters.read(proc()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("netstat");
    }

    @Test
    void shouldLeaveOutValuesThatAreNoNumbers() throws IOException {
        write("thread-self/net/netstat", "TcpExt: A B C\nTcpExt: 1 x\n");
        write("thread-self/net/snmp", "garbage\n");
        write("thread-self/net/sockstat", "TCP: inuse\nTCP:\n");
        assertThat(NetCounters.read(proc())).isEqualTo(Map.of("TcpExt.A", 1L));
    }

    @Test
    void shouldReadSysctlsWithoutThoseThatAreMissingOrEmpty() throws IOException {
        write("sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        write("sys/net/ipv4/ip_local_reserved_ports", "\n");
        write("sys/net/core/somaxconn", "4096\n");
        assertThat(Sysctls.read(proc()))
                .isEqualTo(
                        Map.of(
                                "net.ipv4.ip_local_port_range", "32768 60999",
                                "net.core.somaxconn", "4096"));
    }

    @Test
    void shouldCountUsablePorts() throws IOException {
        EphemeralPorts ports = EphemeralPorts.parse("100 199", "90-109,150,200-300");
        BitSet bound = new BitSet();
        bound.set(150);
        bound.set(160);
        bound.set(8080);
        assertThat(ports.usable(new BitSet())).isEqualTo(89);
        assertThat(ports.usable(bound)).isEqualTo(88);
        assertThat(ports.contains(100)).isTrue();
        assertThat(ports.contains(200)).isFalse();
    }

    @Test
    void shouldRefusePortRangesOfAnotherForm() {
        for (String range : new String[] {"", "1", "a b", "200 100", "1 65536"}) {
            assertThatThrownBy(() -> EphemeralPorts.parse(range, ""))
                    .as(range)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldReadLimitsOfTheHost() throws IOException {
        assertThat(HostLimits.conntrack(proc())).isNull();
        write("sys/net/netfilter/nf_conntrack_count", "17\n");
        write("sys/net/netfilter/nf_conntrack_max", "262144\n");
        write("sys/fs/file-nr", "1012\t0\t9223372036854775807\n");
        assertThat(HostLimits.conntrack(proc())).isEqualTo(new Use(17, 262_144));
        assertThat(HostLimits.descriptors(proc())).isEqualTo(new Use(1012, Long.MAX_VALUE));
    }

    @Test
    void shouldReadFilesLongerThanOnePiece() throws IOException {
        String text = "x".repeat(100_000);
        write("long", text);
        assertThat(proc().read("long")).isEqualTo(text);
    }

    @Test
    void shouldReadTheSettingsOfTheNamespaceItRunsIn() throws Exception {
        try (TestNamespace namespace = TestNamespace.create()) {
            namespace.sysctl("net.ipv4.ip_local_port_range", "41000 41599");
            namespace.sysctl("net.ipv4.tcp_tw_reuse", "1");
            Map<String, String> inside =
                    namespace.namespace().call(() -> Sysctls.read(ProcFs.HOST));
            assertThat(inside)
                    .containsEntry("net.ipv4.ip_local_port_range", "41000 41599")
                    .containsEntry("net.ipv4.tcp_tw_reuse", "1");
            assertThat(Sysctls.read(ProcFs.HOST).get("net.ipv4.ip_local_port_range"))
                    .isNotEqualTo("41000 41599");
            Map<String, Long> counters =
                    namespace.namespace().call(() -> NetCounters.read(ProcFs.HOST));
            assertThat(counters).containsEntry("sockstat.TCP.inuse", 0L);
            assertThat(namespace.namespace().call(() -> NetCounters.hasTcpSockets(ProcFs.HOST)))
                    .isFalse();
        }
    }

    private ProcFs proc() {
        return new ProcFs(root);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
