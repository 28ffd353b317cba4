// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.read;

import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Endpoint;
import dev.linger.model.tcp.Side;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.io.Serial;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes a service-minute apart into the port use of its destinations.
 *
 * <ul>
 *   <li>Running minutes are skipped: a complete one follows.
 *   <li>Of the endpoints, the client side counts, where ports are what can run out. {@code other}
 *       is skipped, since its members change from minute to minute.
 *   <li>Bytes that are no service-minute, and a minute that ends later than the clock and the
 *       allowed lead, become dead letters. One minute from the future would push event time ahead
 *       and make the job forget every series.
 * </ul>
 */
public final class ServiceMinuteReader implements KafkaRecordDeserializationSchema<Reading> {
    @Serial private static final long serialVersionUID = 1L;

    private static final String MODULE = "capacity";

    private final MinuteRange range;
    private final Duration maxLead;
    private final WallClock clock;

    /**
     * Reads a range.
     *
     * @param range other minutes are skipped
     * @param maxLead how far a minute's end may lie ahead of the clock
     */
    public ServiceMinuteReader(MinuteRange range, Duration maxLead, WallClock clock) {
        this.range = range;
        this.maxLead = maxLead;
        this.clock = clock;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Reading> out) {
        ServiceMinute minute;
        try {
            minute = Topics.SERVICE_MINUTES.codec().decode(record.value());
        } catch (MalformedRecordException e) {
            out.collect(Reading.of(refused(record, e.reason(), e.detail())));
            return;
        }
        Instant end = minute.minute().plus(ServiceMinute.WINDOW);
        Instant now = clock.instant();
        if (end.isAfter(now.plus(maxLead))) {
            String detail = "the minute ends at %s and the clock shows %s".formatted(end, now);
            out.collect(
                    Reading.of(refused(record, DeadLetter.Reason.TIMESTAMP_OUT_OF_RANGE, detail)));
            return;
        }
        if (minute.complete() && range.contains(minute.minute())) {
            minute.endpoints().forEach(endpoint -> collect(minute, endpoint, record, out));
        }
    }

    private static void collect(
            ServiceMinute minute,
            EndpointMinute endpoint,
            ConsumerRecord<byte[], byte[]> record,
            Collector<Reading> out) {
        PortPressure ports = endpoint.sockets().ports();
        if (endpoint.side() != Side.CLIENT
                || endpoint.endpoint().equals(Endpoint.OTHER)
                || ports == null) {
            return;
        }
        out.collect(
                Reading.of(
                        new PortMinute(
                                minute.service(),
                                endpoint.endpoint(),
                                minute.minute().toEpochMilli(),
                                ports.utilisation(),
                                ports.usable(),
                                record.offset())));
    }

    private static DeadLetter refused(
            ConsumerRecord<byte[], byte[]> record, DeadLetter.Reason reason, String detail) {
        return DeadLetter.of(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                MODULE,
                reason,
                detail,
                record.key(),
                record.value());
    }

    @Override
    public TypeInformation<Reading> getProducedType() {
        return TypeInformation.of(Reading.class);
    }
}
