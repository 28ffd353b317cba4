// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import dev.linger.model.json.Choice;
import dev.linger.model.json.FieldName;
import dev.linger.model.json.FormReader;
import dev.linger.model.json.RecordWriter;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Family;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A {@link SocketGroup} as the collector writes it. */
final class GroupForm {
    private static final FieldName NAMESPACE = FieldName.of("namespace");
    private static final FieldName SERVICE = FieldName.of("service");
    private static final FieldName SIDE = FieldName.of("side");
    private static final FieldName FAMILY = FieldName.of("family");
    private static final FieldName ENDPOINT = FieldName.of("endpoint");
    private static final FieldName STATES = FieldName.of("states");
    private static final FieldName ESTABLISHED = FieldName.of("ESTABLISHED");
    private static final FieldName SYN_SENT = FieldName.of("SYN_SENT");
    private static final FieldName SYN_RECV = FieldName.of("SYN_RECV");
    private static final FieldName FIN_WAIT1 = FieldName.of("FIN_WAIT1");
    private static final FieldName FIN_WAIT2 = FieldName.of("FIN_WAIT2");
    private static final FieldName STATE_TIME_WAIT = FieldName.of("TIME_WAIT");
    private static final FieldName CLOSE = FieldName.of("CLOSE");
    private static final FieldName CLOSE_WAIT = FieldName.of("CLOSE_WAIT");
    private static final FieldName LAST_ACK = FieldName.of("LAST_ACK");
    private static final FieldName LISTEN = FieldName.of("LISTEN");
    private static final FieldName CLOSING = FieldName.of("CLOSING");
    private static final FieldName TIME_WAIT_PEAK = FieldName.of("timeWaitPeak");
    private static final FieldName ACTIVE_CLOSES = FieldName.of("activeCloses");
    private static final FieldName OPENED = FieldName.of("opened");
    private static final FieldName PORTS = FieldName.of("ports");
    private static final FieldName SOURCE_ADDRESS = FieldName.of("sourceAddress");
    private static final FieldName USED = FieldName.of("used");
    private static final FieldName TIME_WAIT = FieldName.of("timeWait");
    private static final FieldName USABLE = FieldName.of("usable");
    private static final FieldName KEEP_ALIVE = FieldName.of("keepAlive");
    private static final FieldName ARMED = FieldName.of("armed");
    private static final FieldName UNARMED = FieldName.of("unarmed");
    private static final FieldName UNKNOWN = FieldName.of("unknown");
    private static final FieldName PROBING = FieldName.of("probing");
    private static final FieldName IDLE = FieldName.of("idle");
    private static final FieldName IDLE_UNARMED = FieldName.of("idleUnarmed");
    private static final FieldName CLOSE_WAIT_AGE = FieldName.of("closeWaitAge");
    private static final FieldName RTT_MICROS = FieldName.of("rttMicros");
    private static final FieldName RETRANSMITTING = FieldName.of("retransmitting");
    private static final FieldName RECEIVE_QUEUE = FieldName.of("receiveQueueBytes");
    private static final FieldName SEND_QUEUE = FieldName.of("sendQueueBytes");
    private static final FieldName OWNED_BY = FieldName.of("ownedBy");
    private static final FieldName STALLS = FieldName.of("stalls");
    private static final FieldName CONNECTS = FieldName.of("connects");
    private static final FieldName WRITES = FieldName.of("writes");
    private static final FieldName CLOSES = FieldName.of("closes");
    private static final FieldName UNHEARD = FieldName.of("unheard");
    private static final FieldName UNANSWERED = FieldName.of("unanswered");
    private static final FieldName HELD = FieldName.of("held");
    private static final FieldName SHARED = FieldName.of("shared");
    private static final FieldName HALF_CLOSED_AGE = FieldName.of("halfClosedAge");

    private static final Choice<Side> SIDES = Choice.of(Side.values(), Side::label);
    private static final Choice<Family> FAMILIES = Choice.of(Family.values(), Family::name);
    private static final Choice<OwnedBy> OWNERS = Choice.of(OwnedBy.values(), OwnedBy::name);

    private static final byte[] NO_AGES = FormReader.zeros(AgeHistogram.BUCKETS);

    /** As most groups have it. */
    private static final Stalls NO_STALLS = new Stalls(0, 0, 0, 0, 0, 0, 0, AgeHistogram.EMPTY);

    private static final byte[] NOTHING_STALLS = RecordWriter.write(NO_STALLS);

    private GroupForm() {}

    static SocketGroup read(FormReader json) throws IOException {
        return new SocketGroup(
                json.integer(NAMESPACE),
                json.text(SERVICE),
                json.choice(SIDE, SIDES),
                json.choice(FAMILY, FAMILIES),
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

    private static AgeHistogram ages(FormReader json, FieldName name) throws IOException {
        List<Long> counts = json.integers(name, NO_AGES);
        return counts == null ? AgeHistogram.EMPTY : new AgeHistogram(counts);
    }

    private static Map<OwnedBy, Long> ownedBy(FormReader json) throws IOException {
        json.object(OWNED_BY);
        Map<OwnedBy, Long> all = new EnumMap<>(OwnedBy.class);
        for (OwnedBy next = json.nextName(OWNERS); next != null; next = json.nextName(OWNERS)) {
            if (all.put(next, json.value()) != null) {
                throw FormReader.otherForm();
            }
        }
        return all;
    }

    /** Absent from earlier collectors, null from those that do not collect them. */
    private static @Nullable Stalls stalls(FormReader json) throws IOException {
        if (!json.hasField(STALLS)) {
            return null;
        }
        Stalls stalls = json.skip(NOTHING_STALLS) ? NO_STALLS : null;
        if (stalls == null && json.objectOrNull()) {
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
