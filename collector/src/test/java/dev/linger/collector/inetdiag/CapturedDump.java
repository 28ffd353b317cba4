// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Datagrams that a kernel (6.18) answered one dump with: each the length in bytes, then the bytes.
 * {@code mixed.dump} holds, in one namespace, 6 LISTEN, 28 ESTABLISHED (two to [::1]:9006, two to
 * port 9007 whose server end is IPv4-mapped; 4 clients of 127.0.0.1:9000 with keep-alive), 12
 * TIME_WAIT (7 of clients of 127.0.0.1:9001, 5 of that server), 3 CLOSE_WAIT at 127.0.0.1:9002 with
 * their 3 FIN_WAIT2, and 1 SYN_SENT to 127.0.0.1:9003, whose accept queue of 1 holds 2.
 */
public record CapturedDump(List<byte[]> datagrams) {
    /** The sequence number of the captured request. */
    public static final int SEQUENCE = 1;

    /** The dump described above. */
    public static CapturedDump mixed() {
        try (InputStream in = CapturedDump.class.getResourceAsStream("/inetdiag/mixed.dump")) {
            ByteBuffer file =
                    ByteBuffer.wrap(Objects.requireNonNull(in).readAllBytes())
                            .order(ByteOrder.LITTLE_ENDIAN);
            List<byte[]> datagrams = new ArrayList<>();
            while (file.hasRemaining()) {
                byte[] datagram = new byte[file.getInt()];
                file.get(datagram);
                datagrams.add(datagram);
            }
            return new CapturedDump(datagrams);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands all of it to a visitor, as if just received. */
    public void replay(SocketVisitor visitor, long dumpedAtNanos) throws IOException {
        InetDiagParser parser = new InetDiagParser();
        parser.begin(SEQUENCE);
        visitor.begin(dumpedAtNanos);
        for (byte[] datagram : datagrams) {
            parser.parse(words(datagram), datagram.length, visitor, dumpedAtNanos);
        }
    }

    /** The bytes in the form that is parsed. */
    public static int[] words(byte[] datagram) {
        int[] words = new int[(datagram.length + 3) / 4];
        for (int i = 0; i < datagram.length; i++) {
            words[i / 4] |= (datagram[i] & 0xff) << (8 * (i % 4));
        }
        return words;
    }
}
