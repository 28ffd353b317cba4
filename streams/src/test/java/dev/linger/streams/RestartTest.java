// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.Fleet.ENDPOINT;
import static dev.linger.streams.Fleet.client;
import static dev.linger.streams.Fleet.server;
import static dev.linger.streams.Fleet.snapshot;
import static dev.linger.streams.PipelineDriver.START;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.DeadLetter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Processors that are thrown away between records and begun anew on the same stores, as a restart
 * does, come to the same minutes: what is on the heap alone is made anew of the topic.
 */
class RestartTest {
    @TempDir private Path state;
    private RestartedPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline =
                new RestartedPipeline(
                        PipelineDriver.config(Map.of("streams.live-interval", "0s")), state);
    }

    private List<ServiceMinute> minutes() {
        return pipeline.minutes;
    }

    private static SocketSnapshot web(long sequence, int second, long established) {
        Instant at = START.plusSeconds(second);
        return snapshot("web-1", sequence, at, client("web", ENDPOINT, established, 0));
    }

    @Test
    void shouldGoOnWithTheOpenMinutes() {
        pipeline.send(web(0, 10, 10));
        pipeline.restartHosts();
        pipeline.send(web(1, 20, 20));
        pipeline.restartHosts();
        pipeline.send(web(1, 20, 20));
        pipeline.send(web(2, 75, 0));
        pipeline.pass();

        assertThat(minutes()).hasSize(1);
        assertThat(minutes().getFirst().snapshots()).isEqualTo(2);
        assertThat(minutes().getFirst().sockets().mean().states().established()).isEqualTo(15);
    }

    /** A host whose clock is an hour ahead. */
    private void sendFromAhead(long sequence, int second, long established) {
        Instant wrong = START.plusSeconds(3600 + second);
        pipeline.send(
                snapshot("web-1", sequence, wrong, client("web", ENDPOINT, established, 0)),
                START.plusSeconds(second));
    }

    @Test
    void shouldPutSnapshotsOfAWrongClockWhereTheyWere() {
        sendFromAhead(0, 10, 10);
        pipeline.restartHosts();
        sendFromAhead(1, 20, 20);
        pipeline.restartHosts();
        sendFromAhead(2, 75, 0);
        pipeline.pass();

        assertThat(minutes()).extracting(ServiceMinute::minute).containsExactly(START);
        assertThat(minutes().getFirst().snapshots()).isEqualTo(2);
    }

    @Test
    void shouldNotTakeAfterTheRestartWhatWasTooLateBefore() {
        pipeline.send(web(0, 75, 10));
        pipeline.send(web(1, 150, 10));
        sendFromAhead(0, 5, 99);
        pipeline.restartHosts();
        pipeline.send(web(2, 75 + 3720, 10));
        pipeline.pass();

        assertThat(minutes())
                .extracting(ServiceMinute::minute)
                .containsExactly(START.plusSeconds(60), START.plusSeconds(120));
    }

    @Test
    void shouldStillKnowWhichMinutesAreClosed() {
        pipeline.send(web(0, 10, 10));
        pipeline.send(web(2, 75, 0));
        pipeline.restartHosts();
        pipeline.send(web(1, 30, 99));

        pipeline.pass();

        assertThat(pipeline.letters)
                .extracting(DeadLetter::reason)
                .containsExactly(DeadLetter.Reason.TOO_LATE);
    }

    @Test
    void shouldMergeWhatWasAddedUpBeforeTheRestart() {
        pipeline.send(web(0, 10, 10));
        pipeline.send(web(1, 75, 0));
        pipeline.passWithRestarts();
        pipeline.send(web(2, 135, 0));
        pipeline.passWithRestarts();

        assertThat(minutes())
                .extracting(ServiceMinute::minute)
                .containsExactly(START, START.plusSeconds(60));
    }

    @Test
    void shouldJoinWhatCameBeforeTheRestart() {
        SocketSnapshot both =
                snapshot(
                        "web-1",
                        0,
                        START.plusSeconds(10),
                        client("web", ENDPOINT, 5, 0),
                        server("api", ENDPOINT, 4));
        pipeline.send(both);
        pipeline.send(web(1, 75, 0));
        pipeline.passWithRestarts();

        assertThat(minutes())
                .extracting(minute -> minute.endpoints().getFirst().bothEnds())
                .extracting(BothEnds::clientEstablished, BothEnds::serverEstablished)
                .containsExactly(tuple(5L, 4L), tuple(5L, 4L));
    }
}
