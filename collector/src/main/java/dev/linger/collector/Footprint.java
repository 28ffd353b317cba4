// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import dev.linger.collector.linux.MappedFiles;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/**
 * Keeps a process that does nothing but collect as small as its work. The start, and each growth of
 * a table, leave twice the memory behind that is in use: the serial collector extends the old
 * generation rather than collect it, and the pages of libraries and of the AOT cache stay mapped.
 * So now and then all of the heap is collected, which lets the virtual machine shrink it, and then
 * the pages that the start and this collection touched are given back.
 *
 * <p>A collection takes 30 to 70 ms of one core at 100,000 sockets, so after a minute or two of
 * scans it is worth less than a thousandth of a core.
 */
final class Footprint implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Footprint.class);
    private static final int MOST_SCANS_BETWEEN = 64;
    private static final int GROWTH = 4;

    private int scansBetween = 1;
    private int scansLeft = 1;

    /** A scan is over: after the first, the fifth, the twenty-first, and each 64 from then on. */
    @Override
    public void run() {
        if (--scansLeft > 0) {
            return;
        }
        scansBetween = Math.min(MOST_SCANS_BETWEEN, GROWTH * scansBetween);
        scansLeft = scansBetween;
        System.gc();
        try {
            LOG.debug("Gave back {} bytes of mapped files", MappedFiles.release());
        } catch (IOException e) {
            LOG.info("Pages of mapped files stay in memory: {}", e.getMessage());
        }
    }
}
