// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import dev.linger.collector.linux.MappedFiles;
import dev.linger.collector.proc.ProcFs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps a process that does nothing but collect as small as its work. The start, and each growth of
 * a table, leave twice the memory behind that is in use: the serial collector extends the old
 * generation rather than collect it, and the pages of libraries and of the AOT cache stay mapped.
 *
 * <p>So all of the heap is collected where a quarter of what was in use has come on top, which lets
 * the virtual machine shrink it. After that, and every minute, or every ten seconds where the
 * process is large, the pages of files are given back that the work has touched. Either takes at
 * most a four-hundredth of a core: a collection of the heap of 100,000 sockets takes 30 ms.
 */
final class Footprint implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Footprint.class);
    private static final int SHARE_OF_A_CORE = 400;
    private static final long SPARE_BYTES = 3 << 20;
    private static final long LARGE_BYTES = 64 << 20;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final long OFTEN_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long SELDOM_NANOS = Duration.ofMinutes(1).toNanos();

    private long usedBytes;
    private long collectAfterNanos = System.nanoTime();
    private long releasedAtNanos = collectAfterNanos;
    private long releaseAfterNanos = collectAfterNanos;

    /** A scan is over. */
    @Override
    public void run() {
        long nowNanos = System.nanoTime();
        boolean collect =
                nowNanos - collectAfterNanos >= 0
                        && heapBytes() > usedBytes + usedBytes / 4 + SPARE_BYTES;
        if (collect) {
            System.gc();
            usedBytes = heapBytes();
            collectAfterNanos = notBefore(nowNanos);
        }
        if (collect || nowNanos - releaseAfterNanos >= 0) {
            release(collect);
        }
    }

    private void release(boolean inAnyCase) {
        long nowNanos = System.nanoTime();
        try {
            if (inAnyCase || isReleaseDue(nowNanos - releasedAtNanos)) {
                LOG.debug("Gave back {} bytes of mapped files", MappedFiles.release());
                releasedAtNanos = nowNanos;
            }
        } catch (IOException e) {
            LOG.info("Pages of mapped files stay in memory: {}", e.getMessage());
        }
        releaseAfterNanos = notBefore(nowNanos);
    }

    /** When what began at {@code beginNanos} and ends now may be done again. */
    private static long notBefore(long beginNanos) {
        return beginNanos + SHARE_OF_A_CORE * (System.nanoTime() - beginNanos);
    }

    private static boolean isReleaseDue(long sinceNanos) throws IOException {
        return sinceNanos >= SELDOM_NANOS
                || (sinceNanos >= OFTEN_NANOS && residentBytes() > LARGE_BYTES);
    }

    private static long heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long residentBytes() throws IOException {
        Matcher resident = RESIDENT.matcher(ProcFs.HOST.read("self/status"));
        return resident.find() ? Long.parseLong(resident.group(1)) << 10 : 0;
    }
}
