// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

class CompilerThreadsTest {
    /** Of proc_pid_stat(5), counted from the state, which follows the name in parentheses. */
    private static final int NICE = 16;

    @Test
    void shouldLetTheOptimisingCompilerGiveWayAndNobodyElse() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(2);
        Runnable wait =
                () -> {
                    begun.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        // These tests run without the optimising compiler, so a thread has its name.
        Thread compiler = Thread.ofPlatform().name("C2 CompilerThread7").start(wait);
        Thread other = Thread.ofPlatform().name("linger-other").start(wait);
        begun.await();

        int giving = CompilerThreads.giveWay();

        assertThat(giving).isPositive();
        assertThat(niceOf("C2 CompilerThre")).isNotEmpty().containsOnly(19);
        assertThat(niceOf("linger-other")).isNotEmpty().containsOnly(0);
        end.countDown();
        compiler.join();
        other.join();
    }

    private static List<Integer> niceOf(String name) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.map(CompilerThreadsTest::stat)
                    .filter(stat -> stat.contains("(" + name + ")"))
                    .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE])
                    .map(Integer::valueOf)
                    .toList();
        }
    }

    private static String stat(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
            return ""; // ended meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
