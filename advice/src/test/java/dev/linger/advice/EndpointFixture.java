// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;
import dev.linger.model.tcp.TcpState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One endpoint's minute on one host. */
public final class EndpointFixture {
    private final Side side;
    private final String endpoint;
    private final long[] states = new long[12];
    private KeepAlive keepAlive = KeepAlive.NONE;
    private AgeHistogram idle = AgeHistogram.EMPTY;
    private AgeHistogram idleUnarmed = AgeHistogram.EMPTY;
    private AgeHistogram closeWaitAge = AgeHistogram.EMPTY;
    private long retransmitting;
    private long sendQueueBytes;
    private @Nullable Stalls stalls;
    private long activeCloses;
    private long opened;
    private @Nullable PortPressure ports;
    private @Nullable Long rttMicros;
    private @Nullable BothEnds bothEnds;

    private EndpointFixture(Side side, String endpoint) {
        this.side = side;
        this.endpoint = endpoint;
    }

    public static EndpointFixture client(String endpoint) {
        return new EndpointFixture(Side.CLIENT, endpoint);
    }

    public static EndpointFixture server(String endpoint) {
        return new EndpointFixture(Side.SERVER, endpoint);
    }

    public EndpointFixture with(TcpState state, long count) {
        states[state.kernelNumber()] = count;
        return this;
    }

    /** Ports from 10.0.0.1, used by open connections and TIME_WAIT. */
    public EndpointFixture ports(long open, long timeWait, long usable, double closesPerSecond) {
        return ports("10.0.0.1", open, timeWait, usable, closesPerSecond);
    }

    public EndpointFixture ports(
            String source, long open, long timeWait, long usable, double closesPerSecond) {
        ports =
                new PortPressure(
                        MinuteFixture.HOST,
                        MinuteFixture.NAMESPACE,
                        source,
                        open + timeWait,
                        timeWait,
                        usable,
                        closesPerSecond);
        with(TcpState.TIME_WAIT, timeWait);
        return with(TcpState.ESTABLISHED, open);
    }

    public EndpointFixture closed(long count) {
        activeCloses = count;
        opened = count;
        return this;
    }

    public EndpointFixture opened(long count) {
        opened = count;
        return this;
    }

    public EndpointFixture rttMicros(long micros) {
        rttMicros = micros;
        return this;
    }

    /** ESTABLISHED sockets, all silent for so long, so many of them with keep-alive. */
    public EndpointFixture established(long count, long armed, long silentSeconds) {
        with(TcpState.ESTABLISHED, count);
        keepAlive = new KeepAlive(armed, count - armed, 0, 0);
        idle = ages(count, silentSeconds);
        idleUnarmed = ages(count - armed, silentSeconds);
        return this;
    }

    public EndpointFixture keepAlive(KeepAlive timers) {
        keepAlive = timers;
        return this;
    }

    public EndpointFixture closeWait(long count, long ageSeconds) {
        closeWaitAge = ages(count, ageSeconds);
        return with(TcpState.CLOSE_WAIT, count);
    }

    public EndpointFixture retransmitting(long count, long queuedBytes) {
        retransmitting = count;
        sendQueueBytes = queuedBytes;
        return this;
    }

    /** From a collector that counts stalls. */
    public EndpointFixture stalls(Stalls counted) {
        stalls = counted;
        return this;
    }

    /** FIN_WAIT2 that a process holds. */
    public EndpointFixture halfClosed(long count, long silentSeconds) {
        stalls = new Stalls(0, 0, 0, 0, 0, 0, 0, ages(count, silentSeconds));
        return with(TcpState.FIN_WAIT2, count);
    }

    /** Joined with the other end. */
    public EndpointFixture bothEnds(BothEnds joined) {
        bothEnds = joined;
        return this;
    }

    public EndpointMinute build() {
        StateCounts counts = StateCounts.of(states);
        return new EndpointMinute(
                side,
                endpoint,
                1,
                new SocketMinute(
                        new SocketGauges(
                                counts,
                                keepAlive,
                                idle,
                                idleUnarmed,
                                closeWaitAge,
                                retransmitting,
                                0,
                                sendQueueBytes,
                                stalls),
                        counts,
                        MinuteFixture.HOST,
                        activeCloses,
                        opened,
                        ports,
                        rttMicros,
                        Map.of()),
                bothEnds);
    }

    private static AgeHistogram ages(long count, long seconds) {
        List<Long> buckets = new ArrayList<>(Collections.nCopies(AgeHistogram.BUCKETS, 0L));
        buckets.set(AgeHistogram.bucketOf(seconds * 1000), count);
        return new AgeHistogram(buckets);
    }
}
