// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import java.io.IOException;
import java.io.Serial;

/** A system call failed; the message names the call, what it was for, and the errno. */
public final class ErrnoException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Says what failed.
     *
     * @param call the call and its object, as in {@code open /run/netns/blue}
     * @param errno the value of errno after it
     */
    public ErrnoException(String call, int errno) {
        super(call + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /** The value of errno, greater than 0. */
    public int errno() {
        return errno;
    }
}
