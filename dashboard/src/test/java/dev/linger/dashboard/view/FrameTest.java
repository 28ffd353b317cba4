// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.dashboard.read.Reading;
import dev.linger.dashboard.read.Situation;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class FrameTest {
    private static final Instant MINUTE = Instant.parse("2026-11-21T10:17:00Z");
    private static final Instant WRITTEN = MINUTE.plusSeconds(70);

    @Test
    void shouldBeLiveWhileTheNewestMinuteRunsOrHasJustEnded() {
        Frame frame = Frame.of(seen(), MINUTE.plusSeconds(75));

        assertThat(frame.pulse()).isEqualTo(Frame.Pulse.LIVE);
        assertThat(frame.freshAt()).isEqualTo(WRITTEN);
        assertThat(frame.notice()).isNull();
    }

    @Test
    void shouldSayHowLongDataHasBeenMissing() {
        Frame frame = Frame.of(seen(), MINUTE.plusSeconds(60 + 12 * 60));

        assertThat(frame.pulse()).isEqualTo(Frame.Pulse.STALE);
        assertThat(frame.freshAt()).isEqualTo(MINUTE.plusSeconds(60));
        assertThat(frame.notice())
                .extracting(Frame.Notice::title)
                .isEqualTo("No new data for 12\u00a0min");
        assertThat(frame.token()).isNotEqualTo(Frame.of(seen(), MINUTE).token());
    }

    @Test
    void shouldShowWhatWasLastKnownWhileTheDatabaseIsAway() {
        Instant now = MINUTE.plusSeconds(90);
        Frame frame = Frame.of(new Reading.Away(now, now, "It is off.", seen()), now);

        assertThat(frame.pulse()).isEqualTo(Frame.Pulse.AWAY);
        assertThat(frame.newestMinute()).isEqualTo(MINUTE);
        assertThat(frame.notice()).extracting(Frame.Notice::grave).isEqualTo(true);
        assertThat(frame.notice())
                .extracting(Frame.Notice::text)
                .asString()
                .contains("read at 10:18:12 UTC")
                .endsWith("It is off.");
    }

    @Test
    void shouldWaitWithoutAnAge() {
        Frame frame = Frame.of(new Reading.Waiting(MINUTE), MINUTE);

        assertThat(frame.pulse()).isEqualTo(Frame.Pulse.WAITING);
        assertThat(frame.freshAt()).isNull();
        assertThat(frame.newestMinute()).isNull();
    }

    private static Reading.Seen seen() {
        Situation situation = new Situation(MINUTE, WRITTEN, 0, List.of(), List.of(), List.of());
        return new Reading.Seen(MINUTE.plusSeconds(72), situation, 1);
    }
}
