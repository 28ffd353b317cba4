// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.advice.Signal;
import dev.linger.model.json.JsonCodec;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.minute.CompactInput;
import dev.linger.model.minute.CompactOutput;
import dev.linger.streams.merge.SourceReport.EndFacts;
import dev.linger.streams.merge.SourceReport.FleetVerdict;
import dev.linger.streams.merge.SourceReport.HostVerdict;
import dev.linger.streams.merge.SourceReport.JoinProgress;
import dev.linger.streams.merge.SourceReport.JoinedEnds;
import dev.linger.streams.merge.SourceReport.Partial;
import dev.linger.streams.merge.SourceReport.Progress;
import dev.linger.streams.merge.SourceReport.SettingFacts;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The internal form of a {@link SourceReport}: its kind, source and minute; then what else it has,
 * sums in their own compact form, signals as JSON.
 */
public final class SourceReportSerde implements Serde<SourceReport> {
    private static final int PARTIAL = 1;
    private static final int LAST_PARTIAL = 2;
    private static final int PROGRESS = 3;
    private static final int IDLE_PROGRESS = 4;
    private static final int HOST_VERDICT = 5;
    private static final int END_FACTS = 6;
    private static final int SETTING_FACTS = 7;
    private static final int JOINED_ENDS = 8;
    private static final int FLEET_VERDICT = 9;
    private static final int JOIN_PROGRESS = 10;
    private static final JsonCodec<Signals> SIGNALS = new JsonCodec<>(Signals.class);

    /** Signals are few: their internal form is their JSON. */
    private record Signals(List<Signal> signals) {}

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
            case HostVerdict verdict ->
                    join(
                            head(HOST_VERDICT, verdict.source(), verdict.minute()),
                            SIGNALS.encode(new Signals(verdict.signals())));
            case Partial partial ->
                    join(
                            head(
                                    partial.last() ? LAST_PARTIAL : PARTIAL,
                                    partial.source(),
                                    partial.minute()),
                            partial.builder().get());
            case Progress progress -> {
                CompactOutput out =
                        head(
                                progress.idle() ? IDLE_PROGRESS : PROGRESS,
                                progress.source(),
                                progress.closedThrough());
                out.writeInt(progress.hosts());
                yield out.toByteArray();
            }
            case EndFacts facts -> {
                CompactOutput out = head(END_FACTS, facts.source(), facts.minute());
                out.writeInt(facts.join());
                out.writeInt(facts.piece());
                yield join(out, facts.ends().get());
            }
            case SettingFacts facts -> {
                CompactOutput out = head(SETTING_FACTS, facts.source(), facts.minute());
                out.writeInt(facts.piece());
                yield join(out, facts.settings().get());
            }
            case JoinedEnds joined ->
                    join(head(JOINED_ENDS, joined.source(), joined.minute()), joined.ends().get());
            case FleetVerdict verdict ->
                    join(
                            head(FLEET_VERDICT, verdict.source(), verdict.minute()),
                            SIGNALS.encode(new Signals(verdict.signals())));
            case JoinProgress progress ->
                    head(JOIN_PROGRESS, progress.source(), progress.minute()).toByteArray();
        };
    }

    private static byte[] join(CompactOutput head, byte[] body) {
        byte[] first = head.toByteArray();
        byte[] all = Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }

    private static byte[] rest(byte[] bytes, CompactInput in) {
        return Arrays.copyOfRange(bytes, in.position(), bytes.length);
    }

    private static List<Signal> signals(byte[] json) {
        try {
            return SIGNALS.decode(json).signals();
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(
                    "a verdict between stream tasks cannot be read: " + e.detail(), e);
        }
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
                    new Partial(source, minute, kind == LAST_PARTIAL, Bytes.wrap(rest(bytes, in)));
            case PROGRESS, IDLE_PROGRESS ->
                    new Progress(source, minute, in.readInt(), kind == IDLE_PROGRESS);
            case HOST_VERDICT -> new HostVerdict(source, minute, signals(rest(bytes, in)));
            case END_FACTS ->
                    new EndFacts(
                            source,
                            minute,
                            in.readInt(),
                            in.readInt(),
                            Bytes.wrap(rest(bytes, in)));
            case SETTING_FACTS ->
                    new SettingFacts(source, minute, in.readInt(), Bytes.wrap(rest(bytes, in)));
            case JOINED_ENDS -> new JoinedEnds(source, minute, Bytes.wrap(rest(bytes, in)));
            case FLEET_VERDICT -> new FleetVerdict(source, minute, signals(rest(bytes, in)));
            case JOIN_PROGRESS -> new JoinProgress(source, minute);
            default ->
                    throw new IllegalStateException(
                            "a report between stream tasks has the unknown kind " + kind);
        };
    }
}
