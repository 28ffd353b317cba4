// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Starts a process as a careless program does: with every descriptor that is not close-on-exec. The
 * lab's workloads use it; {@link ProcessBuilder} closes all descriptors in the child.
 */
public final class ProcessCalls {
    private static final MethodHandle POSIX_SPAWN = posixSpawn();

    private ProcessCalls() {}

    /**
     * Executes a program with an empty environment; posix_spawn(3). Nobody waits for it: when it
     * ends it stays a zombie, without descriptors, until this process ends.
     *
     * @param command an absolute path, then its arguments
     * @return its process id, or the negated errno: -ENOENT, -EAGAIN, -ENOMEM
     */
    public static int spawn(List<String> command) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pid = arena.allocate(JAVA_INT);
            MemorySegment arguments = arena.allocate(ADDRESS, command.size() + 1L);
            for (int i = 0; i < command.size(); i++) {
                arguments.setAtIndex(ADDRESS, i, arena.allocateFrom(command.get(i)));
            }
            MemorySegment environment = arena.allocate(ADDRESS);
            int errno =
                    (int)
                            POSIX_SPAWN.invokeExact(
                                    pid,
                                    arguments.get(ADDRESS, 0),
                                    MemorySegment.NULL,
                                    MemorySegment.NULL,
                                    arguments,
                                    environment);
            return errno == 0 ? pid.get(JAVA_INT, 0) : -errno;
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a downcall threw a checked exception", impossible);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle posixSpawn() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("posix_spawn"),
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    }
}
