// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import com.sun.management.ThreadMXBean;

import dev.linger.collector.linux.ChildrenCpu;
import dev.linger.lab.testbed.TestbedException;

import java.io.IOException;
import java.lang.management.ManagementFactory;

/** What work costs: of the calling thread, to the nanosecond, or of a program, start included. */
final class ThreadMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MICROS_PER_MILLI = 1e3;

    private ThreadMeter() {}

    /** Work that is measured. */
    interface Work {
        void run() throws Exception;
    }

    /** CPU time of the calling thread, user and system, in milliseconds. */
    static double cpuMillis(Work work) throws Exception {
        long before = THREADS.getCurrentThreadCpuTime();
        work.run();
        return (THREADS.getCurrentThreadCpuTime() - before) / NANOS_PER_MILLI;
    }

    /** Bytes that the calling thread allocated on the heap. */
    static double allocatedBytes(Work work) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** CPU time of a program whose output nobody reads, in milliseconds. */
    static double cpuMillis(String... command) throws IOException {
        long before = ChildrenCpu.micros();
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new TestbedException(String.join(" ", command) + " ended with status " + status);
        }
        return (ChildrenCpu.micros() - before) / MICROS_PER_MILLI;
    }
}
