// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.DumpReport;
import dev.linger.collector.inetdiag.SocketReader;
import dev.linger.collector.inetdiag.SocketVisitor;
import dev.linger.collector.linux.Errno;
import dev.linger.collector.linux.ErrnoException;
import dev.linger.collector.netlink.NetlinkErrorException;

import java.io.IOException;
import java.util.Set;

/**
 * Reads by sock_diag, and by the tables of /proc from the first time on that this host turns out to
 * have no sock_diag for us: a module is missing, or a sandbox forbids netlink. It stays with them,
 * because what is remembered of sockets goes by the names that one reader gives them.
 */
final class ReaderChoice implements SocketReader {
    /** What the kernel says where there is no sock_diag, or none for this process. */
    private static final Set<Integer> NOT_AVAILABLE =
            Set.of(
                    Errno.EPERM,
                    Errno.EACCES,
                    Errno.ENOENT,
                    Errno.EPROTONOSUPPORT,
                    Errno.EOPNOTSUPP,
                    Errno.EAFNOSUPPORT);

    private final SocketReader preferred;
    private final SocketReader fallback;
    private String reason = "";

    ReaderChoice(SocketReader preferred, SocketReader fallback) {
        this.preferred = preferred;
        this.fallback = fallback;
    }

    @Override
    public DumpReport dump(int states, boolean withInfo, SocketVisitor visitor) throws IOException {
        if (reason.isEmpty()) {
            try {
                return preferred.dump(states, withInfo, visitor);
            } catch (ErrnoException e) {
                fallBackOr(e, e.errno());
            } catch (NetlinkErrorException e) {
                fallBackOr(e, e.errno());
            }
        }
        return fallback.dump(states, withInfo, visitor);
    }

    /** Why sock_diag is not used; empty where it is. */
    String reason() {
        return reason;
    }

    private void fallBackOr(IOException failure, int errno) throws IOException {
        if (!NOT_AVAILABLE.contains(errno)) {
            throw failure;
        }
        reason = String.valueOf(failure.getMessage());
    }
}
