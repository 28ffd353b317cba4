// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

/** This machine lacks something that a scenario needs; the message names it. */
public final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the reason. */
    public CannotRunException(String reason) {
        super(reason);
    }
}
