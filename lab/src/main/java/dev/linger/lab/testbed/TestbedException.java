// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.testbed;

/** The host does not let us build the experiment; the message says what to do. */
public final class TestbedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the reason alone. */
    public TestbedException(String message) {
        super(message);
    }

    /** With the failure behind it. */
    public TestbedException(String message, Throwable cause) {
        super(message, cause);
    }
}
