// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.collector.linux.DatagramSocket;
import dev.linger.collector.linux.Errno;
import dev.linger.collector.linux.ErrnoException;
import dev.linger.collector.netlink.MalformedNetlinkException;
import dev.linger.collector.netlink.NetlinkErrorException;
import dev.linger.collector.netlink.NlMsgHdr;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What becomes of a dump when the kernel's answers are not as they should be. */
class InetDiagDumpTest {
    private static final int FLAGS_WORD = 1;
    private static final int SEQUENCE_WORD = 2;

    private final Deque<int[]> answers = new ArrayDeque<>();
    private int sequence;
    private int open;
    private int visited;

    private final SocketVisitor counting =
            new SocketVisitor() {
                @Override
                public void begin(long startedAtNanos) {
                    visited = 0;
                }

                @Override
                public void socket(InetDiagMsg socket, long dumpedAtNanos) {
                    visited++;
                }
            };

    /** Answers in turn; one that is empty stands for ENOBUFS. */
    private final class ScriptedKernel implements DatagramSocket {
        @Override
        public void send(int[] words) {
            sequence = words[SEQUENCE_WORD];
        }

        @Override
        public int receive(int[] words) throws ErrnoException {
            int[] answer = answers.removeFirst();
            if (answer.length == 0) {
                throw new ErrnoException("recv AF_NETLINK", Errno.ENOBUFS);
            }
            System.arraycopy(answer, 0, words, 0, answer.length);
            for (int at = 0; at < answer.length; at += Math.max(4, words[at] / 4)) {
                words[at + SEQUENCE_WORD] = sequence;
            }
            return 4 * answer.length;
        }

        @Override
        public void close() {
            open--;
        }
    }

    @Test
    void shouldDumpAgainAfterMessagesWereDropped() throws IOException {
        answers.addAll(List.of(socket(0), lost(), socket(0), socket(0), done(0)));

        DumpReport report = dump();

        assertThat(report.interrupted()).isEqualTo(1);
        assertThat(report.sockets()).isEqualTo(visited).isEqualTo(2);
        assertThat(open).isZero();
    }

    @Test
    void shouldDumpAgainWhereTheKernelSaysThatTheTableChanged() throws IOException {
        answers.addAll(
                List.of(socket(NlMsgHdr.NLM_F_DUMP_INTR), done(0), socket(0), socket(0), done(0)));

        DumpReport report = dump();

        assertThat(report.interrupted()).isEqualTo(1);
        assertThat(report.sockets()).isEqualTo(visited).isEqualTo(2);
    }

    @Test
    void shouldGiveUpWhereNoDumpIsComplete() {
        for (int attempt = 0; attempt < InetDiagDump.ATTEMPTS; attempt++) {
            answers.addAll(
                    attempt % 2 == 0 ? List.of(lost()) : List.of(done(NlMsgHdr.NLM_F_DUMP_INTR)));
        }
        assertThatThrownBy(this::dump)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(InetDiagDump.ATTEMPTS + " dumps in a row");
        assertThat(answers).isEmpty();
        assertThat(open).isZero();
    }

    @Test
    void shouldCloseItsSocketWhateverTheKernelSays() {
        answers.add(error(Errno.EPERM));
        assertThatThrownBy(this::dump).isInstanceOf(NetlinkErrorException.class);
        answers.add(new int[] {7, 18, 0, 0});
        assertThatThrownBy(this::dump).isInstanceOf(MalformedNetlinkException.class);
        assertThat(open).isZero();
    }

    private DumpReport dump() throws IOException {
        InetDiagDump reader =
                new InetDiagDump(() -> {
                    open++;
                    return new ScriptedKernel();
                });
        return reader.dump(InetDiagDump.ALL_STATES, true, counting);
    }

    private static int[] socket(int flags) {
        int[] words = new int[NlMsgHdr.WORDS + InetDiagMsg.BYTES / 4];
        NlMsgHdr.write(words, 4 * words.length, InetDiagReqCompat.TCPDIAG_GETSOCK, flags, 0);
        return words;
    }

    private static int[] done(int flags) {
        int[] words = new int[NlMsgHdr.WORDS + 1];
        NlMsgHdr.write(words, 4 * words.length, NlMsgHdr.NLMSG_DONE, flags, 0);
        return words;
    }

    private static int[] error(int errno) {
        int[] words = done(0);
        words[FLAGS_WORD] = NlMsgHdr.NLMSG_ERROR;
        words[NlMsgHdr.WORDS] = -errno;
        return words;
    }

    private static int[] lost() {
        return new int[0];
    }
}
