// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the columns of {@code net/tcp} and {@code net/tcp6} stand, by the names in their first
 * line. Two pairs of names share a field each, with a colon between: {@code tx_queue:rx_queue} and
 * {@code tr:tm->when}. Columns that the kernel appends after {@code inode} have no names.
 *
 * @param local {@code local_address}
 * @param peer {@code rem_address} or {@code remote_address}
 * @param state {@code st}
 * @param queues {@code tx_queue} and {@code rx_queue}
 * @param timer {@code tr} and {@code tm->when}
 * @param retransmits {@code retrnsmt}
 * @param probes {@code timeout}, which counts unanswered probes
 * @param inode {@code inode}
 */
record TcpTableColumns(
        int local,
        int peer,
        int state,
        int queues,
        int timer,
        int retransmits,
        int probes,
        int inode) {
    private static final List<String> SHARING = List.of("rx_queue", "tm->when");

    /**
     * Binds the columns.
     *
     * @throws IOException naming the column that is missing
     */
    static TcpTableColumns of(String header) throws IOException {
        List<String> names = new ArrayList<>(Arrays.asList(header.strip().split("\\s+")));
        names.removeAll(SHARING);
        int remote = names.indexOf("remote_address");
        return new TcpTableColumns(
                index(names, "local_address"),
                remote >= 0 ? remote : index(names, "rem_address"),
                index(names, "st"),
                index(names, "tx_queue"),
                index(names, "tr"),
                index(names, "retrnsmt"),
                index(names, "timeout"),
                index(names, "inode"));
    }

    /** Fields that a line must have at least. */
    int fieldsNeeded() {
        int last = Math.max(Math.max(local, peer), Math.max(state, queues));
        return 1 + Math.max(last, Math.max(Math.max(timer, inode), Math.max(retransmits, probes)));
    }

    private static int index(List<String> names, String name) throws IOException {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IOException("it has no column " + name + ", only " + names);
        }
        return index;
    }
}
