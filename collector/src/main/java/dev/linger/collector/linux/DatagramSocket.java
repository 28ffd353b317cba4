// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

/** A socket to the kernel that takes requests and gives answers, each one datagram. */
public interface DatagramSocket extends AutoCloseable {
    /**
     * Sends one datagram to the kernel.
     *
     * @param words the datagram, in host order
     * @throws ErrnoException from sendto(2); EINTR is repeated
     */
    void send(int[] words) throws ErrnoException;

    /**
     * Receives one datagram.
     *
     * @param words takes the datagram, rounded up to whole words; at least as large as the buffer
     * @return its length in bytes
     * @throws ErrnoException from recv(2): EAGAIN when the kernel did not answer in time, ENOBUFS
     *     when it dropped messages; EINTR is repeated
     */
    int receive(int[] words) throws ErrnoException;

    @Override
    void close();
}
