// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.linger.collector.linux.Errno;
import dev.linger.collector.netlink.MalformedNetlinkException;
import dev.linger.collector.netlink.NetlinkErrorException;
import dev.linger.collector.netlink.NlMsgHdr;
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class InetDiagParserTest {
    private static final int SEED = 20261121;
    private static final int MUTATIONS = 20_000;

    private final Map<TcpState, Integer> byState = new TreeMap<>();
    private final InetDiagParser parser = new InetDiagParser();
    private final SocketVisitor counting =
            new SocketVisitor() {
                @Override
                public void begin(long startedAtNanos) {
                    byState.clear();
                }

                @Override
                public void socket(InetDiagMsg socket, long dumpedAtNanos) {
                    byState.merge(TcpState.ofKernelNumber(socket.state()), 1, Integer::sum);
                }
            };

    @Test
    void shouldCountACapturedDumpStateByState() throws IOException {
        CapturedDump.mixed().replay(counting, 0);
        assertThat(byState)
                .containsExactly(
                        entry(TcpState.ESTABLISHED, 28),
                        entry(TcpState.SYN_SENT, 1),
                        entry(TcpState.FIN_WAIT2, 3),
                        entry(TcpState.TIME_WAIT, 12),
                        entry(TcpState.CLOSE_WAIT, 3),
                        entry(TcpState.LISTEN, 6));
    }

    @Test
    void shouldEndWithDone() throws IOException {
        CapturedDump captured = CapturedDump.mixed();
        parser.begin(CapturedDump.SEQUENCE);
        for (byte[] datagram : captured.datagrams()) {
            assertThat(parser.done()).isFalse();
            parser.parse(CapturedDump.words(datagram), datagram.length, counting, 0);
        }
        assertThat(parser.done()).isTrue();
        assertThat(parser.interrupted()).isFalse();
        assertThat(parser.sockets()).isEqualTo(53);
    }

    @Test
    void shouldSkipAnswersToOtherRequests() throws IOException {
        byte[] datagram = CapturedDump.mixed().datagrams().getFirst();
        parser.begin(CapturedDump.SEQUENCE + 1);
        parser.parse(CapturedDump.words(datagram), datagram.length, counting, 0);
        assertThat(parser.sockets()).isZero();
    }

    @Test
    void shouldNoticeThatTheKernelInterruptedTheDump() throws IOException {
        byte[] datagram = CapturedDump.mixed().datagrams().getFirst();
        int[] words = CapturedDump.words(datagram);
        words[1] |= NlMsgHdr.NLM_F_DUMP_INTR << 16;
        parser.begin(CapturedDump.SEQUENCE);
        parser.parse(words, datagram.length, counting, 0);
        assertThat(parser.interrupted()).isTrue();
    }

    @Test
    void shouldReportAnErrorOfTheKernel() {
        assertThatThrownBy(() -> parse(header(20, NlMsgHdr.NLMSG_ERROR, -Errno.EPERM), 20))
                .isInstanceOfSatisfying(
                        NetlinkErrorException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.EPERM))
                .hasMessageContaining("EPERM");
    }

    @Test
    void shouldReportADumpThatEndedWithAnError() {
        assertThatThrownBy(() -> parse(header(20, NlMsgHdr.NLMSG_DONE, -Errno.ENOBUFS), 20))
                .isInstanceOf(NetlinkErrorException.class);
    }

    @Test
    void shouldTakeAnErrorOfZeroAsAnAcknowledgement() throws IOException {
        parse(header(20, NlMsgHdr.NLMSG_ERROR, 0), 20);
        assertThat(parser.done()).isFalse();
    }

    @Test
    void shouldRefuseLostData() {
        assertThatThrownBy(() -> parse(header(20, NlMsgHdr.NLMSG_OVERRUN, 0), 20))
                .isInstanceOf(MalformedNetlinkException.class);
    }

    @Test
    void shouldRefuseLengthsThatLie() {
        for (int length : new int[] {0, 15, 21, 1 << 20, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> parse(header(length, NlMsgHdr.NLMSG_NOOP, 0), 20))
                    .as("length %d", length)
                    .isInstanceOf(MalformedNetlinkException.class);
        }
    }

    @Test
    void shouldRefuseASocketThatIsCutOff() {
        assertThatThrownBy(() -> parse(header(20, InetDiagReqCompat.TCPDIAG_GETSOCK, 0), 20))
                .isInstanceOf(MalformedNetlinkException.class);
    }

    @Test
    void shouldEitherParseOrRefuseEveryTruncation() throws IOException {
        byte[] datagram = CapturedDump.mixed().datagrams().getFirst();
        int refused = 0;
        for (int length = 0; length < datagram.length; length++) {
            refused += refuses(Arrays.copyOf(datagram, length)) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(datagram.length * 9 / 10);
    }

    @Test
    void shouldEitherParseOrRefuseGarbage() {
        Random random = new Random(SEED);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] datagram = CapturedDumpBytes.PRISTINE.clone();
            int faults = 1 + random.nextInt(8);
            for (int fault = 0; fault < faults; fault++) {
                datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
            }
            try {
                refuses(Arrays.copyOf(datagram, random.nextInt(datagram.length + 1)));
            } catch (RuntimeException | IOException e) {
                throw new AssertionError("seed " + SEED + ", mutation " + i, e);
            }
        }
    }

    private static final class CapturedDumpBytes {
        static final byte[] PRISTINE = CapturedDump.mixed().datagrams().getFirst();
    }

    private boolean refuses(byte[] datagram) throws IOException {
        ReadingEverything readingAll = new ReadingEverything();
        try {
            parser.begin(CapturedDump.SEQUENCE);
            parser.parse(CapturedDump.words(datagram), datagram.length, readingAll, 0);
            return readingAll.sum == Long.MIN_VALUE;
        } catch (MalformedNetlinkException | NetlinkErrorException e) {
            return true;
        }
    }

    private void parse(int[] words, int byteCount) throws IOException {
        parser.begin(CapturedDump.SEQUENCE);
        parser.parse(words, byteCount, counting, 0);
    }

    private static int[] header(int length, int type, int payload) {
        return new int[] {length, type, CapturedDump.SEQUENCE, 0, payload};
    }

    /** Calls every accessor, so that one that reads beyond the message is found. */
    private static final class ReadingEverything implements SocketVisitor {
        private long sum;

        @Override
        public void begin(long startedAtNanos) {
            sum = 0;
        }

        @Override
        public void socket(InetDiagMsg socket, long dumpedAtNanos) {
            sum += socket.family() + socket.state() + socket.timer() + socket.retrans();
            sum += socket.sport() + socket.dport() + socket.src(3) + socket.dst(3);
            sum += socket.cookie() + socket.expiresMillis() + socket.rqueue() + socket.wqueue();
            sum += socket.inode() + socket.cgroupId();
            if (socket.hasInfo()) {
                sum += socket.lastDataRecvMillis() + socket.lastAckRecvMillis();
                sum += socket.rttMicros();
            }
        }
    }
}
