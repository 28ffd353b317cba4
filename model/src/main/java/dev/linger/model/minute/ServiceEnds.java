// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Both ends of a service's endpoints, where they could be joined. Mutable, for one thread. */
public final class ServiceEnds {
    private record Joined(EndSums client, EndSums server, Map<String, EndSums> others) {}

    private static final String REST = "other";

    private final TreeMap<EndpointKey, Joined> endpoints = new TreeMap<>();

    /** Starts without an endpoint. */
    public ServiceEnds() {}

    /** Adds the ends of one place. */
    void add(EndpointKey key, EndSums client, EndSums server, Map<String, EndSums> others) {
        Joined joined =
                endpoints.computeIfAbsent(
                        key, k -> new Joined(new EndSums(), new EndSums(), new TreeMap<>()));
        joined.client.add(client);
        joined.server.add(server);
        others.forEach(
                (name, sums) -> joined.others.computeIfAbsent(name, n -> new EndSums()).add(sums));
    }

    /** The minute with the ends of those endpoints that it lists. */
    public ServiceMinute addTo(ServiceMinute minute) {
        List<EndpointMinute> rows = new ArrayList<>();
        for (EndpointMinute row : minute.endpoints()) {
            Joined joined = endpoints.get(new EndpointKey(row.side(), row.endpoint()));
            rows.add(joined == null ? row : row.with(bothEnds(joined)));
        }
        return minute.with(rows);
    }

    private static BothEnds bothEnds(Joined joined) {
        return new BothEnds(
                joined.client.established(),
                joined.server.established(),
                joined.client.activeCloses(),
                joined.server.activeCloses(),
                others(joined.others));
    }

    private static List<OtherEnd> others(Map<String, EndSums> ends) {
        List<Map.Entry<String, EndSums>> largest = new ArrayList<>(ends.entrySet());
        largest.sort(
                Comparator.comparingLong(
                                (Map.Entry<String, EndSums> end) -> -end.getValue().sockets())
                        .thenComparing(Map.Entry::getKey));
        List<OtherEnd> others = new ArrayList<>();
        @Nullable EndSums rest = null;
        for (Map.Entry<String, EndSums> end : largest) {
            if (others.size() < BothEnds.MAX_OTHERS) {
                others.add(end.getValue().otherEnd(end.getKey()));
            } else {
                rest = (rest == null ? new EndSums() : rest).add(end.getValue());
            }
        }
        if (rest != null) {
            others.add(rest.otherEnd(REST));
        }
        return others;
    }

    /** The internal form, which {@link #addBytes} reads. */
    public byte[] toBytes() {
        CompactOutput out = new CompactOutput();
        TextTable texts = new TextTable();
        endpoints.forEach((key, joined) -> {
            key.writeTo(out);
            joined.client.writeTo(out, texts);
            joined.server.writeTo(out, texts);
            out.writeInt(joined.others.size());
            joined.others.forEach((name, sums) -> {
                texts.write(out, name);
                sums.writeTo(out, texts);
            });
        });
        return out.toByteArray();
    }

    /** Adds what another place's {@link #toBytes} wrote. */
    public ServiceEnds addBytes(byte[] bytes) {
        CompactInput in = new CompactInput(bytes);
        TextTable texts = new TextTable();
        while (in.position() < bytes.length) {
            EndpointKey key = EndpointKey.readFrom(in);
            EndSums client = EndSums.readFrom(in, texts);
            EndSums server = EndSums.readFrom(in, texts);
            Map<String, EndSums> others = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                others.put(texts.read(in), EndSums.readFrom(in, texts));
            }
            add(key, client, server, others);
        }
        return this;
    }
}
