// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.InetDiagMsg;
import dev.linger.model.tcp.Endpoint;
import dev.linger.model.tcp.Family;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The addresses of one socket in four words each, network order, with IPv4 in the last word; an
 * IPv4-mapped IPv6 address has become IPv4. One object is filled again and again.
 */
final class SocketAddresses {
    /** {@code htonl(0xffff)}: the third word of ::ffff:a.b.c.d, on a little-endian host. */
    private static final int MAPPED = 0xffff0000;

    private static final int WORDS = 4;

    final int[] local = new int[WORDS];
    final int[] peer = new int[WORDS];
    Family family = Family.INET;

    /** Takes the addresses of a socket. */
    void take(InetDiagMsg socket) {
        boolean six = socket.family() == InetDiagMsg.AF_INET6;
        if (six && !isMapped(socket.src(0), socket.src(1), socket.src(2))) {
            family = Family.INET6;
            for (int i = 0; i < WORDS; i++) {
                local[i] = socket.src(i);
                peer[i] = socket.dst(i);
            }
            return;
        }
        family = Family.INET;
        for (int i = 0; i < WORDS - 1; i++) {
            local[i] = 0;
            peer[i] = 0;
        }
        local[WORDS - 1] = socket.src(six ? WORDS - 1 : 0);
        peer[WORDS - 1] = socket.dst(six ? WORDS - 1 : 0);
    }

    private static boolean isMapped(int first, int second, int third) {
        return first == 0 && second == 0 && third == MAPPED;
    }

    /** An address as text, RFC 5952. */
    static String text(Family family, int a, int b, int c, int d) {
        return Endpoint.addressText(address(family, a, b, c, d));
    }

    /** An address and port as text. */
    static String text(Family family, int a, int b, int c, int d, int port) {
        return Endpoint.of(address(family, a, b, c, d), port);
    }

    private static InetAddress address(Family family, int... words) {
        byte[] bytes = new byte[family == Family.INET6 ? 4 * WORDS : 4];
        int firstWord = WORDS - bytes.length / 4;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (words[firstWord + i / 4] >>> (8 * (i % 4)));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
