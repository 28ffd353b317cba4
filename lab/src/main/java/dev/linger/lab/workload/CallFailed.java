// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

/** A system call failed: an outcome of the experiment, not a fault of the workload. */
final class CallFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int errno;

    private CallFailed(String call, int errno) {
        super(call + " failed with errno " + errno);
        this.call = call;
        this.errno = errno;
    }

    /**
     * Passes a result through.
     *
     * @param result what {@link dev.linger.collector.linux.TcpCalls} returned
     * @throws CallFailed if it is a negated errno
     */
    static int check(String call, int result) throws CallFailed {
        if (result < 0) {
            throw new CallFailed(call, -result);
        }
        return result;
    }

    int errno() {
        return errno;
    }

    Outcome after(int succeeded) {
        return Outcome.failed(succeeded, call, errno);
    }
}
