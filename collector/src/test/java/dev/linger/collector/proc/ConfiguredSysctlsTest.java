// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.kernel.ConfiguredSysctl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class ConfiguredSysctlsTest {
    @TempDir private Path root;

    @Test
    void shouldLetTheLastNameDecide() throws IOException {
        write("etc/sysctl.d/10-a.conf", "net.ipv4.tcp_tw_reuse = 1\n");
        write("usr/lib/sysctl.d/50-b.conf", "net.ipv4.tcp_tw_reuse=0\n");
        assertThat(read())
                .isEqualTo(
                        Map.of(
                                "net.ipv4.tcp_tw_reuse",
                                new ConfiguredSysctl("0", "/usr/lib/sysctl.d/50-b.conf")));
    }

    @Test
    void shouldLetEtcReplaceAFileOfTheSameName() throws IOException {
        write("usr/lib/sysctl.d/50-b.conf", "net.core.somaxconn=1\nnet.ipv4.tcp_rfc1337=1\n");
        write("run/sysctl.d/50-b.conf", "net.core.somaxconn=2\n");
        write("etc/sysctl.d/50-b.conf", "net.core.somaxconn=3\n");
        assertThat(read())
                .isEqualTo(
                        Map.of(
                                "net.core.somaxconn",
                                new ConfiguredSysctl("3", "/etc/sysctl.d/50-b.conf")));
    }

    @Test
    void shouldLetALinkToNothingMaskAFile() throws IOException {
        write("usr/lib/sysctl.d/50-b.conf", "net.core.somaxconn=1\n");
        Files.createDirectories(root.resolve("etc/sysctl.d"));
        Files.createSymbolicLink(root.resolve("etc/sysctl.d/50-b.conf"), Path.of("/dev/null"));
        assertThat(read()).isEmpty();
    }

    @Test
    void shouldTakeTheOldFileUnlessItIsReplaced() throws IOException {
        write("etc/sysctl.conf", "net.ipv4.tcp_tw_recycle = 1\n");
        assertThat(read())
                .isEqualTo(
                        Map.of(
                                "net.ipv4.tcp_tw_recycle",
                                new ConfiguredSysctl("1", "/etc/sysctl.conf")));
        write("etc/sysctl.d/99-sysctl.conf", "# nothing\n");
        assertThat(read()).isEmpty();
    }

    @Test
    void shouldReadLinesAsSystemdDoes() {
        assertThat(
                        ConfiguredSysctls.parse(
                                """
                                # a comment
                                ; another
                                  net.ipv4.tcp_fin_timeout =  30
                                -net/ipv4/ip_local_port_range = 1024\t65535
                                net/ipv4/conf/eth0.1/rp_filter=1
                                no value
                                = 5
                                """))
                .isEqualTo(
                        Map.of(
                                "net.ipv4.tcp_fin_timeout", "30",
                                "net.ipv4.ip_local_port_range", "1024 65535",
                                "net.ipv4.conf.eth0/1.rp_filter", "1"));
    }

    @Test
    void shouldFindNothingWhereThereIsNoDirectory() throws IOException {
        assertThat(read()).isEmpty();
    }

    private Map<String, ConfiguredSysctl> read() throws IOException {
        return new ConfiguredSysctls(root).read();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
