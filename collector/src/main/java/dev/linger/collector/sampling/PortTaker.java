// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

/** Takes the local port of a client-side socket. */
interface PortTaker {
    /** One port, of a socket that was counted in this cell. */
    void take(int cell, int port);
}
