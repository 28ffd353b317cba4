// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.model.tcp.StateCounts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The connections of a service or endpoint as one stacked bar. States that mean the same to its
 * reader share a segment; LISTEN and CLOSE are no connections and are left out.
 *
 * @param connections all of them
 * @param segments states with at least one, in the order of {@link Kind}
 */
public record StateBar(long connections, List<Segment> segments) {
    /** How many counts stand under the bar as text. */
    private static final int NAMED_MAX = 2;

    /** What a connection is up to. */
    public enum Kind {
        /** ESTABLISHED. */
        ESTABLISHED("established", "established"),
        /** SYN_SENT, SYN_RECV. */
        OPENING("opening", "opening"),
        /** FIN_WAIT1, FIN_WAIT2, CLOSING, LAST_ACK. */
        CLOSING("closing", "closing"),
        /** CLOSE_WAIT: the peer closed, the application did not. */
        CLOSE_WAIT("close-wait", "close-wait"),
        /** TIME_WAIT. */
        TIME_WAIT("time-wait", "time-wait");

        private final String label;
        private final String style;

        Kind(String label, String style) {
            this.label = label;
            this.style = style;
        }

        /** For people. */
        public String label() {
            return label;
        }

        /** The class in the style sheet. */
        public String style() {
            return style;
        }
    }

    /**
     * One part of the bar.
     *
     * @param kind what its connections are up to
     * @param count how many
     * @param start where it begins, 0 to 100
     * @param width how wide it is, 0 to 100
     */
    public record Segment(Kind kind, long count, double start, double width) {
        /** {@code 412 established}. */
        public String words() {
            return Text.count(count) + " " + kind.label();
        }
    }

    /** Copies the segments. */
    public StateBar {
        segments = List.copyOf(segments);
    }

    /** The bar of these counts. */
    public static StateBar of(StateCounts states) {
        long connections = 0;
        for (Kind kind : Kind.values()) {
            connections += count(states, kind);
        }
        List<Segment> segments = new ArrayList<>();
        long before = 0;
        for (Kind kind : Kind.values()) {
            long count = count(states, kind);
            if (count > 0) {
                segments.add(
                        new Segment(
                                kind,
                                count,
                                Shape.hundredths(before, connections),
                                Shape.hundredths(count, connections)));
                before += count;
            }
        }
        return new StateBar(connections, segments);
    }

    /** The segments for the text under the bar: the largest, and CLOSE_WAIT however small. */
    public List<Segment> named() {
        List<Segment> bySize =
                segments.stream()
                        .sorted(Comparator.comparingLong(Segment::count).reversed())
                        .toList();
        return bySize.stream()
                .filter(segment ->
                        bySize.indexOf(segment) < NAMED_MAX || segment.kind() == Kind.CLOSE_WAIT)
                .toList();
    }

    /** The whole bar in words, for those who do not see it. */
    public String words() {
        return segments.isEmpty()
                ? "no connections"
                : segments.stream().map(Segment::words).collect(Collectors.joining(", "));
    }

    private static long count(StateCounts states, Kind kind) {
        return switch (kind) {
            case ESTABLISHED -> states.established();
            case OPENING -> states.synSent() + states.synRecv();
            case CLOSING ->
                    states.finWait1() + states.finWait2() + states.closing() + states.lastAck();
            case CLOSE_WAIT -> states.closeWait();
            case TIME_WAIT -> states.timeWait();
        };
    }
}
