// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class RunningViewsTest {
    private static final Instant MINUTE = Instant.parse("2026-01-05T12:00:00Z");
    private static final Instant NEXT = MINUTE.plusSeconds(60);

    private final RunningViews views = new RunningViews(2);

    @Test
    void shouldShowAtOnceWhatTheMinuteBeforeDidNotHave() {
        views.changed(MINUTE, "shop", 0);
        views.changed(MINUTE, "billing", 1);
        assertThat(due()).containsExactly("12:00 billing", "12:00 shop");
        assertThat(due()).isEmpty();
    }

    @Test
    void shouldWaitWithTheFirstViewForTheSourcesOfTheMinuteBefore() {
        showAtTwoSources();

        views.changed(NEXT, "shop", 1);
        assertThat(due()).as("source 0 is missing").isEmpty();
        views.changed(NEXT, "shop", 0);
        assertThat(due()).containsExactly("12:01 shop");
    }

    @Test
    void shouldNotWaitAgainOnceTheMinuteWasShown() {
        showAtTwoSources();
        views.changed(NEXT, "shop", 0);
        views.changed(NEXT, "shop", 1);
        assertThat(due()).containsExactly("12:01 shop");

        views.changed(NEXT, "shop", 1);
        assertThat(due()).containsExactly("12:01 shop");
    }

    @Test
    void shouldWaitForAnIntervalOfTheSourcesAtMost() {
        showAtTwoSources();

        views.changed(NEXT, "shop", 0);
        assertThat(due()).isEmpty();
        assertThat(due()).isEmpty();
        assertThat(due()).as("source 1 lost the service").containsExactly("12:01 shop");
    }

    @Test
    void shouldKeepTheSourcesOfACompleteMinuteForTheNext() {
        views.changed(MINUTE, "shop", 0);
        views.changed(MINUTE, "shop", 1);
        views.over(MINUTE);
        assertThat(due()).as("the complete minute supersedes its views").isEmpty();

        views.changed(NEXT, "shop", 0);
        assertThat(due()).isEmpty();
        views.changed(NEXT, "shop", 1);
        assertThat(due()).containsExactly("12:01 shop");
    }

    @Test
    void shouldNeverWaitWithoutPatience() {
        RunningViews atOnce = new RunningViews(0);
        atOnce.changed(MINUTE, "shop", 0);
        atOnce.changed(MINUTE, "shop", 1);
        atOnce.changed(NEXT, "shop", 0);
        assertThat(atOnce.takeDue()).hasSize(2);
    }

    private void showAtTwoSources() {
        views.changed(MINUTE, "shop", 0);
        views.changed(MINUTE, "shop", 1);
        assertThat(due()).containsExactly("12:00 shop");
    }

    private List<String> due() {
        return views.takeDue().stream()
                .map(view -> view.minute.toString().substring(11, 16) + " " + view.service)
                .toList();
    }
}
