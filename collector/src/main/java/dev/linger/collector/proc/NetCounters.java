// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counters of the reading thread's network namespace. Columns are bound by their names, because
 * kernels add some in the middle.
 *
 * <p>Of {@code sockstat}, {@code inuse} and {@code tw} belong to the namespace; {@code orphan},
 * {@code alloc} and {@code mem} to the whole host.
 */
public final class NetCounters {
    private static final Set<String> TABLES = Set.of("Tcp", "TcpExt", "IpExt");

    private static final Set<String> CONNTRACK = Set.of("insert_failed", "drop", "early_drop");

    private NetCounters() {}

    /**
     * Reads netstat, snmp, sockstat, sockstat6 and the counters of connection tracking.
     *
     * @return values by {@code Table.Name}, as {@code TcpExt.ListenOverflows} and {@code
     *     sockstat.TCP.tw}
     * @throws IOException if a file is missing or not readable; sockstat6 may be missing, and so
     *     may the files of connection tracking, where the module is not loaded
     */
    public static Map<String, Long> read(ProcFs proc) throws IOException {
        Map<String, Long> counters = new TreeMap<>();
        addTables(proc.read("thread-self/net/netstat"), counters);
        addTables(proc.read("thread-self/net/snmp"), counters);
        addSockstat(proc.read("thread-self/net/sockstat"), counters);
        String six = proc.readIfPresent("thread-self/net/sockstat6");
        if (six != null) {
            addSockstat(six, counters);
        }
        String conntrack = proc.readIfPresent("thread-self/net/stat/nf_conntrack");
        if (conntrack != null) {
            addConntrack(conntrack, counters);
        }
        String entries = proc.readIfPresent("sys/net/netfilter/nf_conntrack_count");
        if (entries != null) {
            put(counters, "conntrack.count", entries);
        }
        return counters;
    }

    /**
     * Sockets of the reading thread's namespace as sockstat counts them, mini-sockets included: 20
     * us that tell whether a dump is worth its 15 ms.
     *
     * @throws IOException if the file is missing, not readable or without TCP
     */
    public static boolean hasTcpSockets(ProcFs proc) throws IOException {
        Map<String, Long> counters = new TreeMap<>();
        addSockstat(proc.read("thread-self/net/sockstat"), counters);
        String six = proc.readIfPresent("thread-self/net/sockstat6");
        if (six != null) {
            addSockstat(six, counters);
        }
        Long inUse = counters.get("sockstat.TCP.inuse");
        Long timeWait = counters.get("sockstat.TCP.tw");
        if (inUse == null || timeWait == null) {
            throw new IOException("sockstat has no line 'TCP: inuse ... tw ...'");
        }
        return inUse + timeWait + counters.getOrDefault("sockstat.TCP6.inuse", 0L) > 0;
    }

    /** Adds tables of two lines each: names, then values, both after the table's name. */
    static void addTables(String text, Map<String, Long> counters) {
        String[] lines = text.split("\n");
        for (int i = 0; i + 1 < lines.length; i += 2) {
            String[] names = lines[i].split("\\s+");
            String[] values = lines[i + 1].split("\\s+");
            String table = names[0].replace(":", "");
            if (!TABLES.contains(table) || !names[0].equals(values[0])) {
                continue;
            }
            for (int column = 1; column < Math.min(names.length, values.length); column++) {
                put(counters, table + "." + names[column], values[column]);
            }
        }
    }

    /** Adds lines {@code TCP: inuse 5 orphan 0}, names and values in turn. */
    static void addSockstat(String text, Map<String, Long> counters) {
        for (String line : text.split("\n")) {
            String[] fields = line.split("\\s+");
            if (!fields[0].startsWith("TCP") && !fields[0].equals("sockets:")) {
                continue;
            }
            String table = "sockstat." + fields[0].replace(":", "");
            for (int i = 1; i + 1 < fields.length; i += 2) {
                put(counters, table + "." + fields[i], fields[i + 1]);
            }
        }
    }

    /**
     * Adds a line of names, then one of hexadecimal values for each processor: their sums. Only
     * drops and failures are taken; {@code entries} is the same in every line.
     */
    static void addConntrack(String text, Map<String, Long> counters) {
        String[] lines = text.split("\n");
        String[] names = lines[0].strip().split("\\s+");
        for (int line = 1; line < lines.length; line++) {
            String[] values = lines[line].strip().split("\\s+");
            for (int column = 0; column < Math.min(names.length, values.length); column++) {
                if (CONNTRACK.contains(names[column])) {
                    try {
                        counters.merge(
                                "nf_conntrack." + names[column],
                                Long.parseLong(values[column], 16),
                                Long::sum);
                    } catch (NumberFormatException e) {
                        return; // another form: nothing is known
                    }
                }
            }
        }
    }

    /** A value that is no number stays absent: it is not a counter. */
    private static void put(Map<String, Long> counters, String name, String value) {
        try {
            counters.put(name, Long.parseLong(value));
        } catch (NumberFormatException e) {
            counters.remove(name);
        }
    }
}
