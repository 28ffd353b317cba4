// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The threads of the virtual machine that optimise what runs often. */
public final class CompilerThreads {
    private static final Path THREADS = Path.of("/proc/self/task");

    /** HotSpot's second tier; the kernel keeps 15 characters of the name. */
    private static final String OPTIMISING = "C2 CompilerThre";

    private static final int PRIO_PROCESS = 0;
    private static final int LOWEST = 19;

    private CompilerThreads() {}

    /**
     * Lets the optimising compiler work only where nobody else wants the core: neither the services
     * of this host, nor this process, whose first scan it would otherwise delay.
     *
     * @return threads that give way; fewer than there are where the kernel refuses
     */
    public static int giveWay() {
        int giving = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS);
                Arena arena = Arena.ofConfined()) {
            LibC libC = new LibC(arena);
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).startsWith(OPTIMISING)
                        && libC.setpriority(PRIO_PROCESS, number(thread), LOWEST) == 0) {
                    giving++;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return giving; // it only takes longer
        }
        return giving;
    }

    private static int number(Path thread) {
        return Integer.parseInt(thread.getFileName().toString());
    }
}
