// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

/** How the service that owns a socket was found, from the surest to none. */
public enum OwnedBy {
    /** The cgroup id that the kernel keeps on the socket. */
    CGROUP,
    /** The executable that holds the socket, where the cgroup is shared by many services. */
    EXECUTABLE,
    /** A TIME_WAIT or orphan without owner: the service that listens on its local port. */
    LISTENER,
    /** A TIME_WAIT or orphan without owner: the owner remembered for its four-tuple. */
    FOUR_TUPLE,
    /** A TIME_WAIT or orphan without owner: the one service known to talk to that endpoint. */
    ENDPOINT,
    /** Nobody; the group's service is {@code unknown}. */
    UNKNOWN
}
