// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.advice.EndpointFixture;
import dev.linger.advice.MinuteFixture;
import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.OtherEnd;
import dev.linger.model.tcp.TcpState;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What rules say more where Streams joined both ends of an endpoint. */
class BothEndsTest {
    private static final String API = "10.0.0.2:9000";

    private static OtherEnd server(long established, long queue) {
        return new OtherEnd("api", "c1", 1, established, 2, 1, 0, 0, 9, 9, queue, 4L);
    }

    private static List<Signal> judge(EndpointFixture endpoint, RuleName rule) {
        return Rules.evaluate(new MinuteFixture().endpoint(endpoint).build(), Thresholds.defaults())
                .stream()
                .filter(signal -> signal.rule() == rule)
                .toList();
    }

    @Test
    void shouldSeePhantomsThatNeverWroteByTheServerThatLacksThem() {
        List<Signal> found =
                judge(
                        EndpointFixture.client(API)
                                .established(5, 5, 1)
                                .bothEnds(new BothEnds(5, 2, 0, 0, List.of(server(2, 5)))),
                        RuleName.PHANTOM_ESTABLISHED);

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().severity()).isEqualTo(Severity.HIGH);
        assertThat(found.getFirst().evidence())
                .containsEntry("phantomSockets", 3L)
                .containsEntry("serverService", "api")
                .containsEntry("serverHost", "c1")
                .containsEntry("serverAcceptQueuePeak", 5L);
        assertThat(found.getFirst().proposals().getFirst().action()).startsWith("on c1, where api");
    }

    @Test
    void shouldNotTakeAMissingConnectionForAPhantomWhereTheQueueHadRoom() {
        assertThat(
                        judge(
                                EndpointFixture.client(API)
                                        .established(5, 5, 1)
                                        .bothEnds(new BothEnds(5, 2, 0, 0, List.of(server(2, 4)))),
                                RuleName.PHANTOM_ESTABLISHED))
                .isEmpty();
    }

    @Test
    void shouldNotTakeChurnForPhantoms() {
        assertThat(
                        judge(
                                EndpointFixture.client(API)
                                        .established(1000, 1000, 1)
                                        .bothEnds(
                                                new BothEnds(
                                                        1000, 960, 0, 0, List.of(server(960, 5)))),
                                RuleName.PHANTOM_ESTABLISHED))
                .isEmpty();
    }

    @Test
    void shouldNameTheServerWhoseTimeOutIsShorterThanThePools() {
        Signal found =
                judge(
                                EndpointFixture.client(API)
                                        .closeWait(1, 1)
                                        .bothEnds(new BothEnds(1, 1, 0, 9, List.of(server(1, 0)))),
                                RuleName.POOL_IDLE_LONGER_THAN_SERVER)
                        .getFirst();

        assertThat(found.evidence())
                .containsEntry("serverFinWait2Sockets", 1L)
                .containsEntry("closesFirst", "server");
        assertThat(found.proposals()).hasSize(2);
        assertThat(found.proposals().getLast().action()).startsWith("or let api on c1 keep");
    }

    @Test
    void shouldNameTheCallersOfAServerThatClosesFirst() {
        OtherEnd web = new OtherEnd("web", "a1", 7, 5, 0, 0, 0, 0, 100, 9, null, null);
        OtherEnd cron = new OtherEnd("cron", "b1", 1, 1, 0, 0, 0, 0, 0, 9, null, null);
        Signal found =
                judge(
                                EndpointFixture.server(API)
                                        .with(TcpState.TIME_WAIT, 900)
                                        .closed(900)
                                        .bothEnds(new BothEnds(6, 6, 100, 900, List.of(web, cron))),
                                RuleName.SERVER_CLOSES_FIRST)
                        .getFirst();

        assertThat(found.evidence())
                .containsEntry("callers", "web (on 7 hosts), cron (on b1)")
                .containsEntry("closesFirst", "server");
    }
}
