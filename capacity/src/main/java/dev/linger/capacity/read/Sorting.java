// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.read;

import dev.linger.capacity.Tally;
import dev.linger.model.topic.DeadLetter;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.io.Serial;

/** Lets uses pass, sets refused records aside, and counts both. */
public final class Sorting extends ProcessFunction<Reading, PortMinute> {
    /** The refused records. */
    public static final OutputTag<DeadLetter> REFUSED =
            new OutputTag<>("refused", TypeInformation.of(DeadLetter.class));

    @Serial private static final long serialVersionUID = 1L;

    private transient Tally minutes;
    private transient Tally refused;

    /** A fresh one. */
    @SuppressWarnings("NullAway.Init") // Flink calls open() first
    public Sorting() {}

    @Override
    public void open(OpenContext context) {
        minutes = Tally.open(Tally.PORT_MINUTES_READ, getRuntimeContext());
        refused = Tally.open(Tally.RECORDS_REFUSED, getRuntimeContext());
    }

    @Override
    public void processElement(Reading reading, Context context, Collector<PortMinute> out) {
        PortMinute minute = reading.minute();
        DeadLetter deadLetter = reading.refused();
        if (minute != null) {
            minutes.increment();
            out.collect(minute);
        } else if (deadLetter != null) {
            refused.increment();
            context.output(REFUSED, deadLetter);
        }
    }
}
