// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.collector.inetdiag.DumpReport;
import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.collector.inetdiag.SocketReader;
import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.inetdiag.SocketVisitor;
import dev.linger.collector.linux.Errno;
import dev.linger.collector.linux.ErrnoException;
import dev.linger.collector.netlink.NetlinkErrorException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

class ReaderChoiceTest {
    private int asked;

    @ParameterizedTest
    @ValueSource(
            ints = {
                Errno.EPERM,
                Errno.EACCES,
                Errno.ENOENT,
                Errno.EPROTONOSUPPORT,
                Errno.EOPNOTSUPP,
                Errno.EAFNOSUPPORT
            })
    void shouldReadProcFromTheFirstTimeThatThereIsNoSockDiag(int errno) throws IOException {
        for (IOException failure :
                new IOException[] {
                    new ErrnoException("socket AF_NETLINK", errno), new NetlinkErrorException(errno)
                }) {
            asked = 0;
            ReaderChoice choice = new ReaderChoice(failing(failure), of(SocketSource.PROC));

            assertThat(dump(choice).source()).isEqualTo(SocketSource.PROC);
            assertThat(dump(choice).source()).isEqualTo(SocketSource.PROC);
            assertThat(asked).isEqualTo(1);
            assertThat(choice.reason()).contains("(" + errno + ")");
        }
    }

    @Test
    void shouldReportWhatIsNoMissingSockDiag() {
        ReaderChoice choice =
                new ReaderChoice(
                        failing(new ErrnoException("recv AF_NETLINK", Errno.EAGAIN)),
                        of(SocketSource.PROC));
        assertThatThrownBy(() -> dump(choice)).hasMessageContaining("EAGAIN");
        assertThat(choice.reason()).isEmpty();
    }

    @Test
    void shouldReadSockDiagWhereItWorks() throws IOException {
        ReaderChoice choice = new ReaderChoice(of(SocketSource.SOCK_DIAG), of(SocketSource.PROC));
        assertThat(dump(choice).source()).isEqualTo(SocketSource.SOCK_DIAG);
        assertThat(choice.reason()).isEmpty();
    }

    private SocketReader failing(IOException failure) {
        return (states, withInfo, visitor) -> {
            asked++;
            throw failure;
        };
    }

    private static SocketReader of(SocketSource source) {
        return (states, withInfo, visitor) -> new DumpReport(source, 0, 0, 0, 0);
    }

    private static DumpReport dump(SocketReader reader) throws IOException {
        return reader.dump(
                0,
                false,
                new SocketVisitor() {
                    @Override
                    public void begin(long startedAtNanos) {}

                    @Override
                    public void socket(InetDiagMsg socket, long dumpedAtNanos) {}
                });
    }
}
