// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.model.minute.CompactInput;
import dev.linger.model.minute.CompactOutput;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The internal form of a {@link HostPresence}: its components in order, behind a form number. */
public final class HostPresenceSerde implements Serde<HostPresence> {
    private static final int FORM = 1;

    @Override
    @SuppressWarnings("NullAway") // Kafka's interface is not annotated: a null is a tombstone
    public Serializer<HostPresence> serializer() {
        return (topic, presence) -> presence == null ? null : write(presence);
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's interface is not annotated: a null is a tombstone
    public Deserializer<HostPresence> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(bytes);
    }

    private static byte[] write(HostPresence presence) {
        CompactOutput out = new CompactOutput();
        out.writeInt(FORM);
        out.writeText(presence.bootId());
        Instant latest = presence.latest();
        out.writeLong(latest.getEpochSecond());
        out.writeInt(latest.getNano());
        out.writeLong(presence.latestOffset());
        out.writeLong(presence.intervalMillis());
        out.writeInt(presence.offsetsMillis().size());
        presence.offsetsMillis().forEach(millis -> out.writeLong(zigzag(millis)));
        String closed = presence.closedBootId();
        out.writeFlag(closed != null);
        if (closed != null) {
            out.writeOptionalText(closed.equals(presence.bootId()) ? null : closed);
            out.writeLong(presence.closedSequence());
        }
        out.writeInt(presence.minutesToTell());
        return out.toByteArray();
    }

    private static HostPresence read(byte[] bytes) {
        CompactInput in = new CompactInput(bytes);
        int form = in.readInt();
        if (form != FORM) {
            throw new IllegalStateException(
                    "a host's presence has the form %d; this program reads %d"
                            .formatted(form, FORM));
        }
        String bootId = in.readText();
        Instant latest = Instant.ofEpochSecond(in.readLong(), in.readInt());
        long latestOffset = in.readLong();
        long intervalMillis = in.readLong();
        List<Long> offsets = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            offsets.add(unzigzag(in.readLong()));
        }
        String closedBootId = null;
        long closedSequence = -1;
        if (in.readFlag()) {
            String other = in.readOptionalText();
            closedBootId = other == null ? bootId : other;
            closedSequence = in.readLong();
        }
        return new HostPresence(
                bootId,
                latest,
                latestOffset,
                intervalMillis,
                offsets,
                closedBootId,
                closedSequence,
                in.readInt());
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    private static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
