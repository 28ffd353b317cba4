// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.model.snapshot.SocketSnapshot;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

import java.util.HashMap;
import java.util.Map;

/** What operators say of the hosts of a partition; stored when it changes. */
public final class HostLabels {
    private final KeyValueStore<String, Labels> store;
    private final Map<String, Labels> known = new HashMap<>();

    /** The labels of one host. */
    public record Labels(Map<String, String> labels) {
        /** Copies the map. */
        public Labels {
            labels = Map.copyOf(labels);
        }
    }

    HostLabels(KeyValueStore<String, Labels> store) {
        this.store = store;
        try (KeyValueIterator<String, Labels> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, Labels> entry = all.next();
                known.put(entry.key, entry.value);
            }
        }
    }

    void heard(SocketSnapshot snapshot) {
        Labels before = known.get(snapshot.host());
        boolean same =
                before == null
                        ? snapshot.labels().isEmpty()
                        : before.labels.equals(snapshot.labels());
        if (!same) {
            Labels labels = new Labels(snapshot.labels());
            known.put(snapshot.host(), labels);
            store.put(snapshot.host(), labels);
        }
    }

    /** A host's labels by name; empty where it has none. */
    Map<String, String> of(String host) {
        Labels labels = known.get(host);
        return labels == null ? Map.of() : labels.labels;
    }

    void forget(String host) {
        if (known.remove(host) != null) {
            store.delete(host);
        }
    }
}
