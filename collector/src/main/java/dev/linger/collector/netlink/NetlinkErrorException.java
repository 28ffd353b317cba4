// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.netlink;

import dev.linger.collector.linux.Errno;

import java.io.IOException;
import java.io.Serial;

/** The kernel answered a request with an error: NLMSG_ERROR, or NLMSG_DONE with one. */
public final class NetlinkErrorException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    private final int errno;

    /** Takes the errno, greater than 0. */
    public NetlinkErrorException(int errno) {
        super("the kernel refused the dump: " + Errno.describe(errno));
        this.errno = errno;
    }

    /** The errno, greater than 0. */
    public int errno() {
        return errno;
    }
}
