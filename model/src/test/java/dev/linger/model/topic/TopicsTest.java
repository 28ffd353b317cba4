// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.golden.GoldenFile;

import org.junit.jupiter.api.Test;

class TopicsTest {
    private static final String HEAD =
            """
            # Topics

            Generated from `dev.linger.model.topic.Topics`. Keys are text; values are JSON, UTF-8, each with a schema.

            | topic | key | partitioned by | value | partitions | cleanup | stamped by | written by |
            |---|---|---|---|---|---|---|---|
            """;

    @Test
    void shouldMatchTheTableInDocs() {
        StringBuilder table = new StringBuilder(HEAD);
        for (Topic<?> topic : Topics.ALL) {
            String value = topic.codec().type().getSimpleName();
            table.append(
                    "| `%s` | %s | %s | [%s](schemas/%s.schema.json) | %d | %s | %s | %s |%n"
                            .formatted(
                                    topic.name(),
                                    topic.keyMeaning().replace("|", "\\|"),
                                    topic.partitionedBy(),
                                    value,
                                    value,
                                    topic.partitions(),
                                    words(topic.cleanup()),
                                    topic.timestamps().clock(),
                                    topic.writer()));
        }
        GoldenFile.assertMatches("docs/topics.md", table.toString());
    }

    @Test
    void shouldJoinSnapshotsOnEqualPartitionNumbers() {
        assertThat(Topics.KERNEL_SNAPSHOTS.partitions())
                .isEqualTo(Topics.SOCKET_SNAPSHOTS.partitions());
    }

    private static String words(Cleanup cleanup) {
        return switch (cleanup) {
            case Cleanup.Delete(var retention) -> "deleted after " + retention.toHours() + " h";
            case Cleanup.Compact() -> "compacted";
        };
    }
}
