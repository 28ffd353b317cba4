// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.linger.collector.inetdiag.DumpReport;
import dev.linger.collector.inetdiag.InetDiagDump;
import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.inetdiag.SocketVisitor;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

class TcpTableReaderTest {
    private static final long SEED = 20_261_121L;
    private static final int MUTATIONS = 5_000;

    @TempDir private Path root;
    private TcpTableReader reader;
    private Path net;
    private String tcp;

    @BeforeEach
    void copyTables() throws IOException {
        net = Files.createDirectories(root.resolve("thread-self/net"));
        tcp = resource("tcp");
        Files.writeString(net.resolve("tcp"), tcp);
        Files.writeString(net.resolve("tcp6"), resource("tcp6"));
        Files.writeString(net.resolve("if_inet6"), "");
        reader = new TcpTableReader(new ProcFs(root));
    }

    /** A socket as text: what a reader of the tables can know of it. */
    private static final class Sockets implements SocketVisitor {
        private final List<String> read = new ArrayList<>();
        private final Set<Long> cookies = new HashSet<>();

        @Override
        public void begin(long startedAtNanos) {
            read.clear();
            cookies.clear();
        }

        @Override
        public void socket(InetDiagMsg socket, long dumpedAtNanos) {
            cookies.add(socket.cookie());
            assertThat(socket.hasInfo()).isFalse();
            assertThat(socket.cgroupId()).isZero();
            read.add(
                    "%d %d:%d > %d state %d timer %d retrans %d expires %d queues %d/%d inode %d"
                            .formatted(
                                    socket.family(),
                                    socket.src(0) & 0xff,
                                    socket.sport(),
                                    socket.dport(),
                                    socket.state(),
                                    socket.timer(),
                                    socket.retrans(),
                                    socket.expiresMillis(),
                                    socket.rqueue(),
                                    socket.wqueue(),
                                    socket.inode()));
        }
    }

    @Test
    void shouldReadBothTables() throws IOException {
        Sockets sockets = new Sockets();
        DumpReport report = reader.dump(InetDiagDump.ALL_STATES, true, sockets);
        assertThat(sockets.read)
                .containsExactly(
                        "2 127:9000 > 0 state 10 timer 0 retrans 0 expires 0 queues 5/0 inode 81001",
                        "2 127:40000 > 9000 state 1 timer 2 retrans 2 expires 6912000 queues 0/0 inode 81002",
                        "2 127:9000 > 40000 state 1 timer 1 retrans 3 expires 200 queues 7/42 inode 81003",
                        "2 127:40001 > 9000 state 6 timer 3 retrans 0 expires 50000 queues 0/0 inode 0",
                        "2 10:40002 > 443 state 2 timer 1 retrans 1 expires 1000 queues 0/1 inode 81004",
                        "10 0:8080 > 0 state 10 timer 0 retrans 0 expires 0 queues 0/0 inode 82001",
                        "10 0:8080 > 40003 state 8 timer 0 retrans 0 expires 0 queues 1/0 inode 82002",
                        "10 32:40004 > 443 state 1 timer 0 retrans 0 expires 0 queues 0/0 inode 82003");
        assertThat(sockets.cookies).hasSize(8).doesNotContain(0L);
        assertThat(report.sockets()).isEqualTo(8);
        assertThat(report.source()).isEqualTo(SocketSource.PROC);
    }

    @Test
    void shouldGiveOnlyTheStatesAskedFor() throws IOException {
        Sockets sockets = new Sockets();
        reader.dump(InetDiagDump.ALL_BUT_ESTABLISHED, false, sockets);
        assertThat(sockets.read).hasSize(5).noneMatch(socket -> socket.contains("state 1 "));
    }

    @Test
    void shouldKnowAConnectionAgainWhenItBecameATimeWait() throws IOException {
        Sockets before = new Sockets();
        reader.dump(InetDiagDump.ALL_STATES, true, before);
        Files.writeString(
                net.resolve("tcp"),
                tcp.replace(
                        "0100007F:9C40 0100007F:2328 01 00000000:00000000 02",
                        "0100007F:9C40 0100007F:2328 06 00000000:00000000 03"));
        Sockets after = new Sockets();
        reader.dump(InetDiagDump.ALL_STATES, true, after);
        assertThat(after.cookies).isEqualTo(before.cookies);
    }

    @Test
    void shouldBindColumnsByTheirNamesWhereverTheyStand() throws IOException {
        Sockets before = new Sockets();
        reader.dump(InetDiagDump.ALL_STATES, true, before);
        StringBuilder moved = new StringBuilder();
        for (String line : tcp.split("\n")) {
            String[] fields = line.strip().split("\\s+", 4);
            moved.append(fields[0] + "  " + (moved.isEmpty() ? "flow" : "77") + " ")
                    .append(fields[2] + " " + fields[1] + " " + fields[3] + "\n");
        }
        assertThat(moved.toString()).startsWith("sl  flow rem_address local_address st");
        Files.writeString(net.resolve("tcp"), moved);
        Sockets after = new Sockets();
        reader.dump(InetDiagDump.ALL_STATES, true, after);
        assertThat(after.read).isEqualTo(before.read);
    }

    @Test
    void shouldDoWithoutIpv6WhereTheKernelHasNone() throws IOException {
        Files.delete(net.resolve("tcp6"));
        assertThatThrownBy(() -> reader.dump(InetDiagDump.ALL_STATES, true, new Sockets()))
                .as("IPv6 is there, its table is not")
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tcp6");
        Files.delete(net.resolve("if_inet6"));
        assertThat(reader.dump(InetDiagDump.ALL_STATES, true, new Sockets()).sockets())
                .isEqualTo(5);
    }

    @Test
    void shouldSayWhichTableCannotBeReadAndWhy() throws IOException {
        for (String[] damage :
                new String[][] {
                    {" inode ", " innode ", "no column inode"},
                    {"0A 00000000", "0A XX000000", "line '"},
                    {"0100007F:9C41", "0100007F09C41", "line '"},
                    {"0100007F:9C41", "0100007F00:9C41", "10 characters"},
                    {"33        0 81004 2 0000000000000000 400 0 0 1 7", "33", "too few fields"}
                }) {
            Files.writeString(
                    net.resolve("tcp"), tcp.replace(damage[0], damage[1]).stripTrailing() + "\n");
            assertThatThrownBy(() -> reader.dump(InetDiagDump.ALL_STATES, true, new Sockets()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("net/tcp cannot be read")
                    .hasMessageContaining(damage[2]);
        }
        Files.delete(net.resolve("tcp"));
        assertThatThrownBy(() -> reader.dump(InetDiagDump.ALL_STATES, true, new Sockets()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("net/tcp");
    }

    @Test
    void shouldRefuseATableThatIsCutOff() throws IOException {
        Files.writeString(net.resolve("tcp"), tcp.stripTrailing());
        assertThatThrownBy(() -> reader.dump(InetDiagDump.ALL_STATES, true, new Sockets()))
                .hasMessageContaining("ends within a line");
        Files.writeString(net.resolve("tcp"), "");
        assertThatThrownBy(() -> reader.dump(InetDiagDump.ALL_STATES, true, new Sockets()))
                .hasMessageContaining("ends within a line");
    }

    @Test
    void shouldReadTablesLongerThanItsBuffer() throws IOException {
        StringBuilder large = new StringBuilder(tcp);
        String row = tcp.lines().toList().get(2);
        for (int port = 0x4000; port < 0x5000; port++) {
            large.append(row.replace("9C40", "%04X".formatted(port))).append('\n');
        }
        Files.writeString(net.resolve("tcp"), large);
        Sockets sockets = new Sockets();
        assertThat(reader.dump(InetDiagDump.ALL_STATES, true, sockets).sockets())
                .isEqualTo(8 + 0x1000);
        assertThat(sockets.cookies).hasSize(8 + 0x1000);
    }

    @Test
    void shouldEitherReadOrRefuseGarbage() throws IOException {
        Random random = new Random(SEED);
        byte[] pristine = tcp.getBytes(ISO_8859_1);
        int refused = 0;
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            byte[] damaged = pristine.clone();
            for (int fault = random.nextInt(4); fault >= 0; fault--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(net.resolve("tcp"), damaged);
            try {
                reader.dump(InetDiagDump.ALL_STATES, true, new Sockets());
            } catch (IOException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", mutation " + mutation, e);
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS - 1);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = TcpTableReaderTest.class.getResourceAsStream("/proc/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), ISO_8859_1);
        }
    }
}
