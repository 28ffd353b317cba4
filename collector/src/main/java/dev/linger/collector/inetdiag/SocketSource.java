// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

/** Where sockets are read from. */
public enum SocketSource {
    /** Netlink's sock_diag: everything. */
    SOCK_DIAG("sock_diag"),

    /**
     * The tables {@code net/tcp} and {@code net/tcp6}: no backlog of listeners, no tcp_info, no
     * cgroup.
     */
    PROC("proc");

    private final String wireName;

    SocketSource(String wireName) {
        this.wireName = wireName;
    }

    /** As records and settings write it. */
    public String wireName() {
        return wireName;
    }
}
