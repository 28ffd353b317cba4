// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A network namespace, by the path of a file that stands for it: {@code /run/netns/NAME}, {@code
 * /proc/PID/ns/net}, or {@link #SELF} for the one this process lives in.
 */
public final class NetworkNamespace {
    /** The namespace of this process. */
    public static final NetworkNamespace SELF = new NetworkNamespace(Path.of("/proc/self/ns/net"));

    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x80000;

    private final Path file;

    private NetworkNamespace(Path file) {
        this.file = file;
    }

    /** The namespace that {@code file} stands for; it is opened only when something runs in it. */
    public static NetworkNamespace at(Path file) {
        return new NetworkNamespace(file);
    }

    /** The file that stands for it. */
    public Path file() {
        return file;
    }

    /**
     * The number that names it on this host, as in {@code net:[4026531840]}.
     *
     * @throws IOException if the file is gone or not readable
     */
    public long inode() throws IOException {
        return (Long) Files.getAttribute(file, "unix:ino");
    }

    /**
     * Runs {@code task} in this namespace and returns its result: on the calling thread for {@link
     * #SELF}, else on a platform thread of its own that ends with it, because setns(2) moves only
     * the calling thread. Sockets that the task opens stay in the namespace.
     *
     * @throws ErrnoException if the namespace cannot be entered: EPERM without CAP_SYS_ADMIN,
     *     ENOENT when it is gone
     * @throws InterruptedException if the calling thread is interrupted; the task goes on
     * @throws Exception what the task throws
     */
    public <T> T call(Callable<T> task) throws Exception {
        if (this == SELF) {
            return task.call();
        }
        FutureTask<T> inside =
                new FutureTask<>(() -> {
                    enter();
                    return task.call();
                });
        Thread.ofPlatform().name("netns " + file.getFileName()).daemon().start(inside);
        try {
            return inside.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception thrown -> throw thrown;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    private void enter() throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            LibC libC = new LibC(arena);
            int descriptor = libC.open(arena.allocateFrom(file.toString()), O_RDONLY | O_CLOEXEC);
            if (descriptor < 0) {
                throw new ErrnoException("open " + file, -descriptor);
            }
            int moved = libC.setns(descriptor, CLONE_NEWNET);
            libC.close(descriptor);
            if (moved < 0) {
                throw new ErrnoException("setns " + file, -moved);
            }
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
