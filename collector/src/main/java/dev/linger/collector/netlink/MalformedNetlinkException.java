// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.netlink;

import java.io.IOException;
import java.io.Serial;

/**
 * Received bytes are not well-formed netlink messages. Nothing of such a dump may be published:
 * what else is wrong with it can't be known.
 */
public final class MalformedNetlinkException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    /** Says what was found, and where. */
    public MalformedNetlinkException(String found, int word) {
        super("malformed netlink message: " + found + " at byte " + 4L * word);
    }
}
