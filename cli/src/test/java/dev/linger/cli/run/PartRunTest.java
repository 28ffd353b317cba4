// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.cli.run.PartRun.HealthServed;
import dev.linger.model.part.Health;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartFailedException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the port for health is taken, a part has been started by then or it has not. */
class PartRunTest {
    private final Recorded part = new Recorded();

    private static final class Recorded implements Part {
        private final List<String> calls = new ArrayList<>();

        @Override
        public String name() {
            return "recorded";
        }

        @Override
        public void start() {
            calls.add("start");
        }

        @Override
        public Health health() {
            return new Health(true, "runs", Map.of());
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    @Test
    void shouldServeHealthBeforeThePartStarts() throws IOException {
        runWithoutAFreePort(HealthServed.FROM_THE_BEGINNING);
        assertThat(part.calls).containsExactly("close");
    }

    @Test
    void shouldStartThePartBeforeItsHealthIsServedWhereAskedTo() throws IOException {
        runWithoutAFreePort(HealthServed.ONCE_STARTED);
        assertThat(part.calls).containsExactly("start", "close");
    }

    private void runWithoutAFreePort(HealthServed served) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
            assertThatThrownBy(() -> PartRun.untilStopped(part, served, address, nowhere))
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("--health-port");
        }
    }
}
