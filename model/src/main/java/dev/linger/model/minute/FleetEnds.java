// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.tcp.Side;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Which services hold which end of which endpoint's connections, over any number of hosts within
 * one minute: what client side and server side are joined by. Mutable, for one thread.
 *
 * <p>Ends belong together that share a <em>place</em>: network and endpoint, or for loopback
 * addresses, which every network namespace has for itself, network, host, namespace and endpoint.
 * What has no certain place is left out: link-local addresses, wildcards, {@code other}, loopback
 * sockets of a service that is in several namespaces.
 *
 * <p>A place is joined if one host alone holds its server side, with one known service, and was
 * read completely. Where private addresses repeat, several hosts do, and nothing is said.
 */
public final class FleetEnds {
    /** Ends of each side; more than that are left out, servers' with a mark. */
    static final int MAX_ENDS = 50_000;

    /** Client ends of one host, those with most sockets; a scanner's flood of them is cut here. */
    static final int MAX_HOST_CLIENTS = 1024;

    private static final int PIECE_BYTES = 64 << 10;
    private static final char SEPARATOR = '|';

    private record End(String place, String service) implements Comparable<End> {
        @Override
        public int compareTo(End other) {
            int byPlace = place.compareTo(other.place);
            return byPlace == 0 ? service.compareTo(other.service) : byPlace;
        }
    }

    private final Map<End, EndSums> clients = new HashMap<>();
    private final Map<End, EndSums> servers = new HashMap<>();
    private boolean overflowed;

    /** Starts without ends. */
    public FleetEnds() {}

    /**
     * Adds a host that has not been added before.
     *
     * @param network what its addresses are unique within
     */
    public FleetEnds add(HostMinute host, String network) {
        Map<End, EndSums> ownClients = new HashMap<>();
        host.services()
                .forEach((name, service) ->
                        service.endpoints()
                                .forEach((key, sockets) -> {
                                    String place = place(network, service, key.endpoint());
                                    if (!place.isEmpty()) {
                                        add(new End(place, name), sockets, ownClients);
                                    }
                                }));
        if (clients.size() < MAX_ENDS) {
            largest(ownClients).forEach(end -> put(clients, end.getKey(), end.getValue()));
        }
        return this;
    }

    private void add(End end, HostSockets sockets, Map<End, EndSums> ownClients) {
        HostMinute host = sockets.service.host;
        EndpointKey key = sockets.endpoint.key;
        EndSums sums = EndSums.of(host.host(), host.snapshots(), sockets);
        if (key.side() == Side.CLIENT) {
            ownClients.put(end, sums);
        } else {
            addServer(end, withListener(sockets.service, key.endpoint(), sums), host);
        }
    }

    private static EndSums withListener(HostService service, String endpoint, EndSums sums) {
        ListenerTotals listener = service.listenerAt(endpoint);
        if (listener != null) {
            listener.copyTo(sums);
        }
        return sums;
    }

    private void addServer(End end, EndSums sums, HostMinute host) {
        if (servers.size() < MAX_ENDS || servers.containsKey(end)) {
            put(servers, end, sums.uncertain(host.isPartial()));
        } else {
            overflowed = true;
        }
    }

    private static void put(Map<End, EndSums> ends, End end, EndSums sums) {
        ends.computeIfAbsent(end, added -> new EndSums()).add(sums);
    }

    private static Collection<Map.Entry<End, EndSums>> largest(Map<End, EndSums> ends) {
        if (ends.size() <= MAX_HOST_CLIENTS) {
            return ends.entrySet();
        }
        List<Map.Entry<End, EndSums>> sorted = new ArrayList<>(ends.entrySet());
        sorted.sort(
                Comparator.comparingLong((Map.Entry<End, EndSums> end) -> -end.getValue().sockets())
                        .thenComparing(Map.Entry.comparingByKey()));
        return sorted.subList(0, MAX_HOST_CLIENTS);
    }

    private static String place(String network, HostService service, String endpoint) {
        if (isLoopback(endpoint)) {
            String host = service.host.host();
            long namespace = service.namespace();
            return namespace < 0
                    ? ""
                    : network + SEPARATOR + host + SEPARATOR + namespace + SEPARATOR + endpoint;
        }
        boolean nowhere =
                endpoint.indexOf(':') < 0
                        || endpoint.startsWith("169.254.")
                        || endpoint.startsWith("[fe8")
                        || endpoint.startsWith("[fe9")
                        || endpoint.startsWith("[fea")
                        || endpoint.startsWith("[feb")
                        || endpoint.startsWith("0.0.0.0:")
                        || endpoint.startsWith("[::]:");
        return nowhere ? "" : network + SEPARATOR + endpoint;
    }

    private static boolean isLoopback(String endpoint) {
        return endpoint.startsWith("127.") || endpoint.startsWith("[::1]:");
    }

    /** Whether there is nothing to join. */
    public boolean isEmpty() {
        return clients.isEmpty() && servers.isEmpty() && !overflowed;
    }

    /** Adds other hosts, from the form that {@link #split} wrote. */
    public FleetEnds addBytes(byte[] bytes) {
        CompactInput in = new CompactInput(bytes);
        TextTable texts = new TextTable();
        overflowed |= in.readFlag();
        while (in.position() < bytes.length) {
            Map<End, EndSums> ends = in.readFlag() ? clients : servers;
            End end = new End(in.readText(), texts.read(in));
            put(ends, end, EndSums.readFrom(in, texts));
        }
        return this;
    }

    /**
     * The internal form, in pieces of some 64 KiB, by number of the join that each goes to.
     *
     * @param joins how many there are
     * @param joinOf the join of a place
     */
    public List<List<byte[]>> split(int joins, ToIntFunction<String> joinOf) {
        List<Pieces> pieces = new ArrayList<>();
        for (int i = 0; i < joins; i++) {
            pieces.add(new Pieces(overflowed));
        }
        new TreeMap<>(clients)
                .forEach((end, sums) ->
                        pieces.get(joinOf.applyAsInt(end.place)).add(true, end, sums));
        new TreeMap<>(servers)
                .forEach((end, sums) ->
                        pieces.get(joinOf.applyAsInt(end.place)).add(false, end, sums));
        return pieces.stream().map(Pieces::all).toList();
    }

    /** Pieces that can be read each on its own. */
    private static final class Pieces {
        private final List<byte[]> done = new ArrayList<>();
        private final boolean overflowed;
        private CompactOutput out = new CompactOutput();
        private TextTable texts = new TextTable();

        Pieces(boolean overflowed) {
            this.overflowed = overflowed;
            begin();
        }

        private void begin() {
            out = new CompactOutput();
            texts = new TextTable();
            out.writeFlag(overflowed);
        }

        void add(boolean client, End end, EndSums sums) {
            out.writeFlag(client);
            out.writeText(end.place);
            texts.write(out, end.service);
            sums.writeTo(out, texts);
            if (out.length() > PIECE_BYTES) {
                done.add(out.toByteArray());
                begin();
            }
        }

        List<byte[]> all() {
            if (overflowed || out.length() > 1) {
                done.add(out.toByteArray());
            }
            return done;
        }
    }

    /** The joined ends of every service that has some, by its name in order. */
    public Map<String, ServiceEnds> join() {
        Map<String, ServiceEnds> joined = new TreeMap<>();
        if (overflowed) {
            return joined;
        }
        Map<String, Map<String, EndSums>> clientsOf = byPlace(clients);
        byPlace(servers)
                .forEach((place, ends) -> {
                    Map<String, EndSums> callers = clientsOf.get(place);
                    if (callers != null && isCertain(ends)) {
                        join(place, callers, ends, joined);
                    }
                });
        return joined;
    }

    private static Map<String, Map<String, EndSums>> byPlace(Map<End, EndSums> ends) {
        Map<String, Map<String, EndSums>> places = new TreeMap<>();
        ends.forEach((end, sums) ->
                places.computeIfAbsent(end.place, place -> new TreeMap<>()).put(end.service, sums));
        return places;
    }

    private static boolean isCertain(Map<String, EndSums> servers) {
        Set<String> hosts = new HashSet<>();
        int known = 0;
        for (Map.Entry<String, EndSums> server : servers.entrySet()) {
            EndSums sums = server.getValue();
            if (sums.hosts() != 1 || sums.isUncertain()) {
                return false;
            }
            hosts.add(sums.host());
            known += server.getKey().equals(SocketGroup.UNKNOWN_SERVICE) ? 0 : 1;
        }
        return hosts.size() == 1 && known <= 1;
    }

    private static void join(
            String place,
            Map<String, EndSums> callers,
            Map<String, EndSums> servers,
            Map<String, ServiceEnds> joined) {
        String endpoint = place.substring(place.lastIndexOf(SEPARATOR) + 1);
        EndSums client = new EndSums();
        callers.values().forEach(client::add);
        EndSums server = new EndSums();
        servers.values().forEach(server::fold);
        String owner =
                servers.keySet().stream()
                        .filter(name -> !name.equals(SocketGroup.UNKNOWN_SERVICE))
                        .findFirst()
                        .orElse(SocketGroup.UNKNOWN_SERVICE);
        callers.keySet()
                .forEach(caller ->
                        of(joined, caller)
                                .add(
                                        new EndpointKey(Side.CLIENT, endpoint),
                                        client,
                                        server,
                                        Map.of(owner, server)));
        servers.keySet()
                .forEach(name ->
                        of(joined, name)
                                .add(
                                        new EndpointKey(Side.SERVER, endpoint),
                                        client,
                                        server,
                                        callers));
    }

    private static ServiceEnds of(Map<String, ServiceEnds> joined, String service) {
        return joined.computeIfAbsent(service, name -> new ServiceEnds());
    }
}
