// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import dev.linger.model.kernel.KernelSnapshot.Use;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Limited things of the whole host. */
public final class HostLimits {
    private HostLimits() {}

    /**
     * Entries of the connection tracking table of the reading thread's namespace; null where the
     * module is not loaded.
     *
     * @throws IOException if there is something and it cannot be read
     */
    public static @Nullable Use conntrack(ProcFs proc) throws IOException {
        String used = proc.readIfPresent("sys/net/netfilter/nf_conntrack_count");
        String limit = proc.readIfPresent("sys/net/netfilter/nf_conntrack_max");
        return used == null || limit == null
                ? null
                : new Use(Long.parseLong(used), Long.parseLong(limit));
    }

    /**
     * File descriptors, from file-nr: allocated, free, most; null where there is no such file. The
     * most may be 2^63-1: no limit.
     *
     * @throws IOException if it has another form
     */
    public static @Nullable Use descriptors(ProcFs proc) throws IOException {
        String text = proc.readIfPresent("sys/fs/file-nr");
        if (text == null) {
            return null;
        }
        String[] fields = text.split("\\s+");
        if (fields.length != 3) {
            throw new IOException("file-nr is '" + text + "'; three numbers were expected");
        }
        return new Use(Long.parseLong(fields[0]), Long.parseLong(fields[2]));
    }
}
