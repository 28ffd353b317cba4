// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.model.minute.CompactInput;
import dev.linger.model.minute.CompactOutput;
import dev.linger.streams.merge.SourceReport.Partial;
import dev.linger.streams.merge.SourceReport.Progress;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;

import java.time.Instant;
import java.util.Arrays;

/**
 * The internal form of a {@link SourceReport}: its kind, source and minute; then, of a partial, the
 * builder's own form.
 */
public final class SourceReportSerde implements Serde<SourceReport> {
    private static final int PARTIAL = 1;
    private static final int LAST_PARTIAL = 2;
    private static final int PROGRESS = 3;
    private static final int IDLE_PROGRESS = 4;

    @Override
    public Serializer<SourceReport> serializer() {
        return (topic, report) -> write(report);
    }

    @Override
    public Deserializer<SourceReport> deserializer() {
        return (topic, bytes) -> read(bytes);
    }

    private static byte[] write(SourceReport report) {
        return switch (report) {
            case Partial partial -> {
                byte[] head =
                        head(
                                        partial.last() ? LAST_PARTIAL : PARTIAL,
                                        partial.source(),
                                        partial.minute())
                                .toByteArray();
                byte[] body = partial.builder().get();
                byte[] all = Arrays.copyOf(head, head.length + body.length);
                System.arraycopy(body, 0, all, head.length, body.length);
                yield all;
            }
            case Progress progress -> {
                CompactOutput out =
                        head(
                                progress.idle() ? IDLE_PROGRESS : PROGRESS,
                                progress.source(),
                                progress.closedThrough());
                out.writeInt(progress.hosts());
                yield out.toByteArray();
            }
        };
    }

    private static CompactOutput head(int kind, int source, Instant minute) {
        CompactOutput out = new CompactOutput();
        out.writeInt(kind);
        out.writeInt(source);
        out.writeLong(Math.floorDiv(minute.getEpochSecond(), 60L));
        return out;
    }

    private static SourceReport read(byte[] bytes) {
        CompactInput in = new CompactInput(bytes);
        int kind = in.readInt();
        int source = in.readInt();
        Instant minute = Instant.ofEpochSecond(in.readLong() * 60);
        return switch (kind) {
            case PARTIAL, LAST_PARTIAL ->
                    new Partial(
                            source,
                            minute,
                            kind == LAST_PARTIAL,
                            Bytes.wrap(Arrays.copyOfRange(bytes, in.position(), bytes.length)));
            case PROGRESS, IDLE_PROGRESS ->
                    new Progress(source, minute, in.readInt(), kind == IDLE_PROGRESS);
            default ->
                    throw new IllegalStateException(
                            "a report between stream tasks has the unknown kind " + kind);
        };
    }
}
