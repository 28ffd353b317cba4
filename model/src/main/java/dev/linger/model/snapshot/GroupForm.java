// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import static dev.linger.model.snapshot.SnapshotForm.name;

import com.fasterxml.jackson.core.SerializableString;

import dev.linger.model.json.FormReader;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Family;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link SocketGroup} as the collector writes it. */
final class GroupForm {
    private static final SerializableString NAMESPACE = name("namespace");
    private static final SerializableString SERVICE = name("service");
    private static final SerializableString SIDE = name("side");
    private static final SerializableString FAMILY = name("family");
    private static final SerializableString ENDPOINT = name("endpoint");
    private static final SerializableString STATES = name("states");
    private static final SerializableString ESTABLISHED = name("ESTABLISHED");
    private static final SerializableString SYN_SENT = name("SYN_SENT");
    private static final SerializableString SYN_RECV = name("SYN_RECV");
    private static final SerializableString FIN_WAIT1 = name("FIN_WAIT1");
    private static final SerializableString FIN_WAIT2 = name("FIN_WAIT2");
    private static final SerializableString STATE_TIME_WAIT = name("TIME_WAIT");
    private static final SerializableString CLOSE = name("CLOSE");
    private static final SerializableString CLOSE_WAIT = name("CLOSE_WAIT");
    private static final SerializableString LAST_ACK = name("LAST_ACK");
    private static final SerializableString LISTEN = name("LISTEN");
    private static final SerializableString CLOSING = name("CLOSING");
    private static final SerializableString TIME_WAIT_PEAK = name("timeWaitPeak");
    private static final SerializableString ACTIVE_CLOSES = name("activeCloses");
    private static final SerializableString OPENED = name("opened");
    private static final SerializableString PORTS = name("ports");
    private static final SerializableString SOURCE_ADDRESS = name("sourceAddress");
    private static final SerializableString USED = name("used");
    private static final SerializableString TIME_WAIT = name("timeWait");
    private static final SerializableString USABLE = name("usable");
    private static final SerializableString KEEP_ALIVE = name("keepAlive");
    private static final SerializableString ARMED = name("armed");
    private static final SerializableString UNARMED = name("unarmed");
    private static final SerializableString UNKNOWN = name("unknown");
    private static final SerializableString PROBING = name("probing");
    private static final SerializableString IDLE = name("idle");
    private static final SerializableString IDLE_UNARMED = name("idleUnarmed");
    private static final SerializableString CLOSE_WAIT_AGE = name("closeWaitAge");
    private static final SerializableString RTT_MICROS = name("rttMicros");
    private static final SerializableString RETRANSMITTING = name("retransmitting");
    private static final SerializableString RECEIVE_QUEUE = name("receiveQueueBytes");
    private static final SerializableString SEND_QUEUE = name("sendQueueBytes");
    private static final SerializableString OWNED_BY = name("ownedBy");
    private static final SerializableString STALLS = name("stalls");
    private static final SerializableString CONNECTS = name("connects");
    private static final SerializableString WRITES = name("writes");
    private static final SerializableString CLOSES = name("closes");
    private static final SerializableString UNHEARD = name("unheard");
    private static final SerializableString UNANSWERED = name("unanswered");
    private static final SerializableString HELD = name("held");
    private static final SerializableString SHARED = name("shared");
    private static final SerializableString HALF_CLOSED_AGE = name("halfClosedAge");

    private GroupForm() {}

    static SocketGroup read(FormReader json) throws IOException {
        return new SocketGroup(
                json.integer(NAMESPACE),
                json.text(SERVICE),
                side(json),
                family(json),
                json.text(ENDPOINT),
                states(json),
                json.integer(TIME_WAIT_PEAK),
                json.integer(ACTIVE_CLOSES),
                json.integer(OPENED),
                ports(json),
                keepAlive(json),
                ages(json, IDLE),
                ages(json, IDLE_UNARMED),
                ages(json, CLOSE_WAIT_AGE),
                json.integerOrNull(RTT_MICROS),
                json.integer(RETRANSMITTING),
                json.integer(RECEIVE_QUEUE),
                json.integer(SEND_QUEUE),
                ownedBy(json),
                stalls(json));
    }

    private static Side side(FormReader json) throws IOException {
        return switch (json.text(SIDE)) {
            case "client" -> Side.CLIENT;
            case "server" -> Side.SERVER;
            default -> throw FormReader.otherForm();
        };
    }

    private static Family family(FormReader json) throws IOException {
        return switch (json.text(FAMILY)) {
            case "INET" -> Family.INET;
            case "INET6" -> Family.INET6;
            default -> throw FormReader.otherForm();
        };
    }

    private static StateCounts states(FormReader json) throws IOException {
        json.object(STATES);
        StateCounts states =
                new StateCounts(
                        json.integer(ESTABLISHED),
                        json.integer(SYN_SENT),
                        json.integer(SYN_RECV),
                        json.integer(FIN_WAIT1),
                        json.integer(FIN_WAIT2),
                        json.integer(STATE_TIME_WAIT),
                        json.integer(CLOSE),
                        json.integer(CLOSE_WAIT),
                        json.integer(LAST_ACK),
                        json.integer(LISTEN),
                        json.integer(CLOSING));
        json.endObject();
        return states;
    }

    private static @Nullable PortUse ports(FormReader json) throws IOException {
        if (!json.objectOrNull(PORTS)) {
            return null;
        }
        PortUse ports =
                new PortUse(
                        json.text(SOURCE_ADDRESS),
                        json.integer(USED),
                        json.integer(TIME_WAIT),
                        json.integer(USABLE));
        json.endObject();
        return ports;
    }

    private static KeepAlive keepAlive(FormReader json) throws IOException {
        json.object(KEEP_ALIVE);
        KeepAlive keepAlive =
                new KeepAlive(
                        json.integer(ARMED),
                        json.integer(UNARMED),
                        json.integer(UNKNOWN),
                        json.integer(PROBING));
        json.endObject();
        return keepAlive;
    }

    private static AgeHistogram ages(FormReader json, SerializableString name) throws IOException {
        List<Long> counts = json.integers(name, AgeHistogram.BUCKETS);
        return counts == null ? AgeHistogram.EMPTY : new AgeHistogram(counts);
    }

    private static Map<OwnedBy, Long> ownedBy(FormReader json) throws IOException {
        json.object(OWNED_BY);
        Map<OwnedBy, Long> sockets = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (sockets.put(owner(name), json.value()) != null) {
                throw FormReader.otherForm();
            }
        }
        return sockets;
    }

    private static OwnedBy owner(String name) throws IOException {
        return switch (name) {
            case "CGROUP" -> OwnedBy.CGROUP;
            case "EXECUTABLE" -> OwnedBy.EXECUTABLE;
            case "LISTENER" -> OwnedBy.LISTENER;
            case "FOUR_TUPLE" -> OwnedBy.FOUR_TUPLE;
            case "ENDPOINT" -> OwnedBy.ENDPOINT;
            case "UNKNOWN" -> OwnedBy.UNKNOWN;
            default -> throw FormReader.otherForm();
        };
    }

    /** Absent from earlier collectors, null from those that do not collect them. */
    private static @Nullable Stalls stalls(FormReader json) throws IOException {
        if (!json.hasField(STALLS)) {
            return null;
        }
        Stalls stalls = null;
        if (json.objectOrNull()) {
            stalls =
                    new Stalls(
                            json.integer(CONNECTS),
                            json.integer(WRITES),
                            json.integer(CLOSES),
                            json.integer(UNHEARD),
                            json.integer(UNANSWERED),
                            json.integer(HELD),
                            json.integer(SHARED),
                            ages(json, HALF_CLOSED_AGE));
            json.endObject();
        }
        json.endObject();
        return stalls;
    }
}
