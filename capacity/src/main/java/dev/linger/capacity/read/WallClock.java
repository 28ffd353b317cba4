// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.read;

import java.io.Serializable;
import java.time.InstantSource;

/** A clock that can travel to where a task runs, and shows the time of that machine. */
@FunctionalInterface
public interface WallClock extends InstantSource, Serializable {
    /** The machine's clock. */
    static WallClock system() {
        return () -> InstantSource.system().instant();
    }
}
