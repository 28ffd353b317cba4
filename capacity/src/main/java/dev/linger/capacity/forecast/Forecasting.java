// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.forecast;

import dev.linger.capacity.Tally;
import dev.linger.capacity.estimate.CapacityEstimate;
import dev.linger.capacity.estimate.UtilisationPoint;
import dev.linger.capacity.read.PortMinute;
import dev.linger.model.forecast.ComputedBy;
import dev.linger.model.forecast.Forecast;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Keeps the minutes of one service and endpoint over a trailing horizon, and forecasts from them.
 *
 * <p><b>Window.</b> With {@code end} the end of the newest minute, the minutes that start within
 * the half-open interval {@code [end - horizon, end)} count. Older ones are ignored and dropped.
 * The state is bounded by one entry per minute of the horizon.
 *
 * <p><b>Same minute again.</b> State holds one entry per minute. A record replayed changes nothing;
 * of two different records the later offset wins, in whatever order they arrive (a batch run sorts
 * by key and time, and does not keep the order of equal times).
 *
 * <p><b>When it forecasts.</b> When event time has passed the end of the newest minute, and again
 * when a minute comes after that. A minute that arrives in order is complete by its own word, so a
 * stream forecasts as it arrives. While it catches up, one forecast stands for all the minutes that
 * came between two watermarks. A batch run has no watermark before the end of its input, so it
 * forecasts once for each key, from all minutes.
 *
 * <p><b>When it forgets.</b> When event time has passed the end of the newest minute by the whole
 * horizon: no minute in order can use this state any more. The lifetime is one of event time, so a
 * pipeline that stood still for a day, or a replay, loses nothing.
 */
public final class Forecasting extends KeyedProcessFunction<String, PortMinute, Forecast> {
    @Serial private static final long serialVersionUID = 1L;

    private final long horizonMillis;
    private final ComputedBy computedBy;

    private transient MapState<Long, PortUse> uses;
    private transient ValueState<PortMinute> newest;
    private transient ValueState<Long> forgetAt;
    private transient Tally forecasts;

    /**
     * Forecasts from a trailing horizon.
     *
     * @param horizon whole minutes
     * @param computedBy which run this is
     */
    @SuppressWarnings("NullAway.Init") // Flink calls open() first
    public Forecasting(Duration horizon, ComputedBy computedBy) {
        this.horizonMillis = horizon.toMillis();
        this.computedBy = computedBy;
    }

    @Override
    public void open(OpenContext context) {
        uses =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "use-by-minute",
                                        Types.LONG,
                                        TypeInformation.of(PortUse.class)));
        newest =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "newest-minute", TypeInformation.of(PortMinute.class)));
        forgetAt =
                getRuntimeContext().getState(new ValueStateDescriptor<>("forget-at", Types.LONG));
        forecasts = Tally.open(Tally.FORECASTS, getRuntimeContext());
    }

    @Override
    public void processElement(PortMinute minute, Context context, Collector<Forecast> out)
            throws Exception {
        PortMinute known = newest.value();
        PortMinute latest =
                known == null || known.minuteMillis() <= minute.minuteMillis() ? minute : known;
        if (minute.minuteMillis() < firstKept(latest) || isSuperseded(minute)) {
            return;
        }
        newest.update(latest);
        uses.put(
                minute.minuteMillis(),
                new PortUse(minute.utilisation(), minute.usablePorts(), minute.offset()));
        if (forgetAt.value() == null) {
            scheduleForgetting(latest, context.timerService());
        }
        if (lastInstant(latest) <= context.timerService().currentWatermark()) {
            out.collect(forecast(latest));
        } else {
            context.timerService().registerEventTimeTimer(lastInstant(latest));
        }
    }

    private boolean isSuperseded(PortMinute minute) throws Exception {
        PortUse known = uses.get(minute.minuteMillis());
        return known != null && known.offset() >= minute.offset();
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Forecast> out)
            throws Exception {
        PortMinute latest = newest.value();
        if (latest == null) {
            return;
        }
        if (timestamp == lastInstant(latest)) {
            out.collect(forecast(latest));
        }
        Long due = forgetAt.value();
        if (due != null && timestamp == due) {
            if (lastInstant(latest) + horizonMillis <= timestamp) {
                uses.clear();
                newest.clear();
                forgetAt.clear();
            } else {
                scheduleForgetting(latest, context.timerService());
            }
        }
    }

    /** One timer for each key at a time; when it fires, it moves to where it is due by then. */
    private void scheduleForgetting(PortMinute latest, TimerService timers) throws Exception {
        long at = lastInstant(latest) + horizonMillis;
        forgetAt.update(at);
        timers.registerEventTimeTimer(at);
    }

    private Forecast forecast(PortMinute latest) throws Exception {
        List<UtilisationPoint> series = series(firstKept(latest));
        CapacityEstimate estimate = CapacityEstimate.of(series);
        forecasts.increment();
        return new Forecast(
                Forecast.SCHEMA_VERSION,
                latest.service(),
                latest.endpoint(),
                computedBy,
                Instant.ofEpochMilli(series.getFirst().minuteMillis()),
                Instant.ofEpochMilli(latest.endMillis()),
                series.size(),
                series.getLast().usablePorts(),
                estimate.utilisationLast(),
                estimate.utilisationPeak(),
                estimate.utilisationP95(),
                estimate.trendPerHour(),
                estimate.secondsToCliff(),
                estimate.secondsToExhaustion());
    }

    private List<UtilisationPoint> series(long firstKept) throws Exception {
        List<UtilisationPoint> series = new ArrayList<>();
        Iterator<Map.Entry<Long, PortUse>> entries = uses.iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, PortUse> entry = entries.next();
            if (entry.getKey() < firstKept) {
                entries.remove();
            } else {
                PortUse use = entry.getValue();
                series.add(
                        new UtilisationPoint(entry.getKey(), use.utilisation(), use.usablePorts()));
            }
        }
        series.sort(Comparator.comparingLong(UtilisationPoint::minuteMillis));
        return series;
    }

    /** Start of the first minute that counts when {@code latest} is the newest. */
    private long firstKept(PortMinute latest) {
        return latest.endMillis() - horizonMillis;
    }

    /** The last millisecond of a minute: a watermark there says that the minute is over. */
    private static long lastInstant(PortMinute minute) {
        return minute.endMillis() - 1;
    }
}
