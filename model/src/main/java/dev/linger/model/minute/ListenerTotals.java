// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.Listener;

/** The accept queue of a listening endpoint over the snapshots of one host, or of many. */
final class ListenerTotals {
    private String host;
    private long namespace;
    private long queuePeak = -1;
    private long backlog;
    private long snapshots;
    private long fullSnapshots;
    private int runningSnapshot = -1;
    private boolean runningFull;

    ListenerTotals(String host) {
        this.host = host;
    }

    /** Adds one listening socket of a snapshot; several may share an endpoint (SO_REUSEPORT). */
    void add(int snapshot, Listener listener) {
        long queue = Math.max(listener.acceptQueue(), listener.acceptQueuePeak());
        boolean full = queue > listener.backlog();
        if (snapshot != runningSnapshot) {
            runningSnapshot = snapshot;
            runningFull = false;
            snapshots++;
        }
        if (full && !runningFull) {
            runningFull = true;
            fullSnapshots++;
        }
        takeFuller(host, listener.namespace(), queue, listener.backlog());
    }

    void merge(ListenerTotals other) {
        snapshots += other.snapshots;
        fullSnapshots += other.fullSnapshots;
        takeFuller(other.host, other.namespace, other.queuePeak, other.backlog);
    }

    private void takeFuller(String otherHost, long otherNamespace, long queue, long limit) {
        int order = queuePeak < 0 ? 1 : Double.compare(fullness(queue, limit), fullness());
        order = order == 0 ? Long.compare(queue, queuePeak) : order;
        order = order == 0 ? host.compareTo(otherHost) : order;
        order = order == 0 ? Long.compare(namespace, otherNamespace) : order;
        if (order > 0) {
            host = otherHost;
            namespace = otherNamespace;
            queuePeak = queue;
            backlog = limit;
        }
    }

    /** Longest queue over its capacity, which is one more than the backlog; 1 is full. */
    double fullness() {
        return fullness(Math.max(0, queuePeak), backlog);
    }

    static double fullness(long queue, long backlog) {
        return queue / (backlog + 1.0);
    }

    ListenerMinute minute(String endpoint) {
        return new ListenerMinute(endpoint, host, queuePeak, backlog, snapshots, fullSnapshots);
    }

    void copyTo(EndSums end) {
        end.listener(Math.max(0, queuePeak), backlog);
    }

    void writeTo(CompactOutput out, String knownHost) {
        out.writeOptionalText(host.equals(knownHost) ? null : host);
        out.writeLong(namespace);
        out.writeLong(queuePeak);
        out.writeLong(backlog);
        out.writeLong(snapshots);
        out.writeLong(fullSnapshots);
    }

    static ListenerTotals readFrom(CompactInput in, String knownHost) {
        String host = in.readOptionalText();
        ListenerTotals read = new ListenerTotals(host == null ? knownHost : host);
        read.namespace = in.readLong();
        read.queuePeak = in.readLong();
        read.backlog = in.readLong();
        read.snapshots = in.readLong();
        read.fullSnapshots = in.readLong();
        return read;
    }
}
