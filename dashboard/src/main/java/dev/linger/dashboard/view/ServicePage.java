// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.dashboard.read.Reading;
import dev.linger.dashboard.read.ServiceStory;
import dev.linger.dashboard.read.Situation;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.tcp.StateCounts;
import dev.linger.storage.query.MinuteOfService;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The page of one service.
 *
 * @param frame what surrounds it
 * @param service the service
 * @param hours how far back the charts reach
 * @param row what it does at present; absent where it has no sockets now
 * @param charts its minutes
 * @param findings its findings, the worst first
 * @param endpoints its endpoints, those under most pressure first
 * @param queues its accept queues, the fullest first
 * @param forecasts where its ports are heading
 * @param kernelHost host whose kernel settings stand below; empty where none is known
 * @param sysctls settings that matter for connections, by name
 */
public record ServicePage(
        Frame frame,
        String service,
        int hours,
        @Nullable ServiceRow row,
        List<Sparkline> charts,
        List<FindingCard> findings,
        List<EndpointRow> endpoints,
        List<QueueBar> queues,
        List<ForecastRow> forecasts,
        String kernelHost,
        Map<String, String> sysctls) {

    /** The ranges offered. */
    public static final List<Integer> RANGES_HOURS = List.of(1, 3, 12, 24);

    /** The page for a story, with what the overview's reading knows of the service. */
    public static ServicePage of(Reading reading, ServiceStory story, int hours, Instant now) {
        Situation situation =
                switch (reading) {
                    case Reading.Waiting waiting -> null;
                    case Reading.Seen seen -> seen.situation();
                    case Reading.Away away -> away.last() == null ? null : away.last().situation();
                };
        String service = story.service();
        var kernel = story.kernel();
        return new ServicePage(
                Frame.of(reading, now),
                service,
                hours,
                situation == null ? null : row(situation, service),
                charts(story),
                situation == null ? List.of() : findings(situation, service),
                story.endpoints().stream().map(EndpointRow::of).toList(),
                story.listeners().stream().map(one -> QueueBar.of(one.queue())).toList(),
                situation == null ? List.of() : forecasts(situation, service),
                kernel == null ? "" : kernel.host(),
                kernel == null ? Map.of() : kernel.sysctls());
    }

    /** Whether anything at all is known of this service. */
    public boolean known() {
        return row != null
                || charts.stream().anyMatch(chart -> !chart.empty())
                || !findings.isEmpty();
    }

    /** Where the page asks for news. */
    public String liveUrl() {
        return ServiceRow.href(service).replaceFirst("^/service", "/service/live")
                + "&hours="
                + hours
                + "&seen="
                + frame.token();
    }

    /** Where the charts begin, in words. */
    public String rangeFrom() {
        return hours + Text.NBSP + "h ago";
    }

    /** The same page over another range. */
    public String href(int otherHours) {
        return ServiceRow.href(service) + "&hours=" + otherHours;
    }

    private static @Nullable ServiceRow row(Situation situation, String service) {
        return situation.services().stream()
                .filter(present -> present.service().equals(service))
                .map(present -> ServiceRow.of(present, situation.findings()))
                .findFirst()
                .orElse(null);
    }

    private static List<FindingCard> findings(Situation situation, String service) {
        return situation.findings().stream()
                .filter(open -> open.finding().service().equals(service))
                .map(FindingCard::of)
                .toList();
    }

    private static List<ForecastRow> forecasts(Situation situation, String service) {
        return situation.forecasts().stream()
                .filter(forecast -> forecast.service().equals(service))
                .map(ForecastRow::of)
                .toList();
    }

    private static List<Sparkline> charts(ServiceStory story) {
        DoubleFunction<String> counts = value -> Text.count(Math.round(value));
        DoubleFunction<String> micros = value -> Text.micros(Math.round(value));
        Sparkline.Mark cliff =
                new Sparkline.Mark(PortBar.CLIFF, 0.6, "cliff at 50" + Text.NBSP + "%");
        return List.of(
                chart(
                        story,
                        "Port utilisation",
                        "",
                        ServicePage::utilisation,
                        Text::percent,
                        cliff),
                chart(
                        story,
                        "TIME_WAIT",
                        "time-wait",
                        minute -> (double) states(minute).timeWait(),
                        counts,
                        null),
                chart(
                        story,
                        "Active closes per second",
                        "",
                        MinuteOfService::activeClosesPerSecond,
                        Text::rate,
                        null),
                chart(
                        story,
                        "Established",
                        "established",
                        minute -> (double) states(minute).established(),
                        counts,
                        null),
                chart(
                        story,
                        "Without keep-alive",
                        "",
                        minute -> (double) minute.sockets().keepAlive().unarmed(),
                        counts,
                        null),
                chart(
                        story,
                        "CLOSE_WAIT",
                        "close-wait",
                        minute -> (double) states(minute).closeWait(),
                        counts,
                        null),
                chart(
                        story,
                        "Retransmitting",
                        "close-wait",
                        minute -> (double) minute.sockets().retransmitting(),
                        counts,
                        null),
                chart(story, "Round-trip time", "", ServicePage::roundTrip, micros, null));
    }

    /** The charts that show something. */
    public List<Sparkline> drawn() {
        return charts.stream().filter(chart -> !chart.empty() && !chart.flat()).toList();
    }

    /** What was 0 all the time, in words; empty where nothing was. */
    public String flat() {
        return charts.stream()
                .filter(chart -> !chart.empty() && chart.flat())
                .map(Sparkline::title)
                .collect(Collectors.joining(", "));
    }

    private static StateCounts states(MinuteOfService minute) {
        return minute.sockets().states();
    }

    private static @Nullable Double utilisation(MinuteOfService minute) {
        PortPressure ports = minute.sockets().ports();
        return ports == null ? null : ports.utilisation();
    }

    private static @Nullable Double roundTrip(MinuteOfService minute) {
        Long micros = minute.sockets().rttMicros();
        return micros == null ? null : (double) micros;
    }

    private static Sparkline chart(
            ServiceStory story,
            String title,
            String style,
            Function<MinuteOfService, @Nullable Double> value,
            DoubleFunction<String> words,
            Sparkline.@Nullable Mark mark) {
        return Sparkline.of(
                title,
                style,
                story.from(),
                story.to(),
                story.minutes().stream()
                        .map(minute -> new Sparkline.Point(minute.minute(), value.apply(minute)))
                        .toList(),
                words,
                mark);
    }
}
