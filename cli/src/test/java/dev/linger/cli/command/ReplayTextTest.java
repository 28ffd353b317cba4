// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.streams.ReplayProgress;
import dev.linger.streams.ReplayResult;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class ReplayTextTest {
    @Test
    void shouldSayHowFarAReplayIs() {
        assertThat(
                        ReplayText.of(
                                new ReplayProgress(
                                        40_000, 100_000, Instant.parse("2026-11-21T09:20:00Z"))))
                .isEqualTo(
                        "replaying: 40,000 of 100,000 snapshots, 40 %, complete through"
                                + " 2026-11-21T09:20:00Z");
        assertThat(ReplayText.of(new ReplayProgress(0, 0, null)))
                .isEqualTo("replaying: 0 of 0 snapshots, 0 %");
    }

    @Test
    void shouldSayWhatAReplayCameToAndWhereThatIs() {
        assertThat(
                        ReplayText.of(
                                new ReplayResult(
                                        true, 120_000, 3_000, 7, 1, List.of("a.x", "a.y"))))
                .isEqualTo(
                        "replayed 120,000 snapshots -> 3,000 minutes, 7 findings, 1 dead letters"
                                + " into topics a.x, a.y");
    }

    @Test
    void shouldSayThatAStoppedReplayLeftNothing() {
        assertThat(ReplayText.of(new ReplayResult(false, 0, 0, 0, 0, List.of())))
                .isEqualTo("stopped; the topics of this replay are deleted");
    }
}
