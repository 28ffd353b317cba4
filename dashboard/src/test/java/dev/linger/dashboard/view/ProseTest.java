// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;

class ProseTest {
    @Test
    void shouldTellCommandsFromWords() {
        assertThat(marked("ss -Htan state time-wait dst 10.0.0.2:9000 | wc -l falls within 62 s"))
                .isEqualTo(
                        "[ss -Htan state time-wait dst 10.0.0.2:9000 | wc -l] falls within 62 s");
        assertThat(marked("ss -Hltn 'sport = :8080': Send-Q is 512"))
                .isEqualTo("[ss -Hltn 'sport = :8080']: Send-Q is 512");
        assertThat(marked("ss -Htanp state close-wait src [2001:db8::1]:443; it falls"))
                .isEqualTo("[ss -Htanp state close-wait src [2001:db8::1]:443]; it falls");
        assertThat(marked("sysctl -w net.core.somaxconn=512, then restart"))
                .isEqualTo("[sysctl -w net.core.somaxconn=512], then restart");
        assertThat(marked("widen it: sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\", with"))
                .isEqualTo(
                        "Widen it: [sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"], with");
        assertThat(marked("sysctl net.ipv4.tcp_tw_recycle prints 0"))
                .isEqualTo("[sysctl net.ipv4.tcp_tw_recycle] prints 0");
        assertThat(marked("nstat -az TcpExtTWRecycled rises"))
                .isEqualTo("[nstat -az TcpExtTWRecycled] rises");
        assertThat(marked("nginx `keepalive 32;`, or more"))
                .isEqualTo("Nginx [keepalive 32;], or more");
    }

    @Test
    void shouldKeepATextWithoutCommandsWhole() {
        assertThat(marked("take the change back")).isEqualTo("Take the change back");
        assertThat(marked("<script>alert(1)</script>")).isEqualTo("<script>alert(1)</script>");
        assertThat(marked("`")).isEqualTo("`");
        assertThat(Prose.of("").parts()).isEmpty();
    }

    private static String marked(String text) {
        return Prose.of(text).parts().stream()
                .map(part -> part.command() ? "[" + part.text() + "]" : part.text())
                .collect(Collectors.joining());
    }
}
