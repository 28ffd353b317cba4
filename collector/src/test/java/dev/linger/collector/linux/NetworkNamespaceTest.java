// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class NetworkNamespaceTest {
    private static final Path THREAD_NAMESPACE = Path.of("/proc/thread-self/ns/net");

    @Test
    void shouldKnowItsOwnInode() throws IOException {
        assertThat(NetworkNamespace.SELF.inode())
                .isEqualTo(Files.getAttribute(THREAD_NAMESPACE, "unix:ino"));
    }

    @Test
    void shouldRunTasksInsideANamespaceAndLeaveTheCallerOutside() throws Exception {
        try (TestNamespace namespace = TestNamespace.create()) {
            Object inside =
                    namespace
                            .namespace()
                            .call(() -> Files.getAttribute(THREAD_NAMESPACE, "unix:ino"));
            assertThat(inside).isEqualTo(namespace.namespace().inode());
            assertThat(NetworkNamespace.SELF.inode())
                    .isNotEqualTo(inside)
                    .isEqualTo(Files.getAttribute(THREAD_NAMESPACE, "unix:ino"));
        }
    }

    @Test
    void shouldPassOnWhatTheTaskThrows() throws Exception {
        try (TestNamespace namespace = TestNamespace.create()) {
            assertThatThrownBy(() ->
                            namespace
                                    .namespace()
                                    .call(() -> {
                                        throw new IOException("from inside");
                                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("from inside");
        }
    }

    @Test
    void shouldNameTheFileOfANamespaceThatIsGone() {
        NetworkNamespace gone = NetworkNamespace.at(Path.of("/run/netns/linger-gone"));
        assertThatThrownBy(() -> gone.call(() -> 1))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageContaining("/run/netns/linger-gone");
    }

    @Test
    void shouldSayThatAFileIsNoNamespace() {
        assertThatThrownBy(() -> NetworkNamespace.at(Path.of("/etc/hostname")).call(() -> 1))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }
}
