// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import dev.linger.advice.Signal;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.Side;
import dev.linger.model.topic.Topics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A host with 1000 ephemeral ports, as the collector writes it. */
final class DiagnosisFixture {
    static final Instant AT = Instant.parse("2026-01-05T10:00:30Z");

    private DiagnosisFixture() {}

    /**
     * A snapshot in which {@code orders} has so many TIME_WAIT towards 10.0.0.2:9000, and nobody
     * owns another.
     */
    static SocketSnapshot snapshot(long sequence, long timeWait) {
        String states =
                """
                {"ESTABLISHED":4,"SYN_SENT":0,"SYN_RECV":0,"FIN_WAIT1":0,"FIN_WAIT2":0,\
                "TIME_WAIT":%d,"CLOSE":0,"CLOSE_WAIT":0,"LAST_ACK":0,"LISTEN":0,"CLOSING":0}\
                """
                        .formatted(timeWait);
        String none = "[0,0,0,0,0,0,0,0,0]";
        String json =
                """
                {"schemaVersion":1,"host":"web-1","labels":{},"bootId":"boot","sequence":%d,
                 "observedAt":"%s","intervalMillis":2000,
                 "reader":{"name":"sock_diag","scanMicros":100,"socketsScanned":%d,
                  "namespacesSeen":1,"namespacesFailed":0,"interruptedDumpsRetried":0,
                  "foldedGroups":0,"errors":[]},
                 "groups":[{"namespace":1,"service":"orders","side":"client","family":"INET",
                  "endpoint":"10.0.0.2:9000","states":%s,"timeWaitPeak":%d,"activeCloses":0,
                  "opened":0,"ports":{"sourceAddress":"10.0.0.1","used":%d,"timeWait":%d,
                  "usable":1000},"keepAlive":{"armed":4,"unarmed":0,"unknown":0,"probing":0},
                  "idle":%s,"idleUnarmed":%s,"closeWaitAge":%s,"rttMicros":300,
                  "retransmitting":0,"receiveQueueBytes":0,"sendQueueBytes":0,
                  "ownedBy":{"CGROUP":4,"UNKNOWN":%d}}],
                 "listeners":[{"namespace":1,"service":"orders","endpoint":"10.0.0.1:80",
                  "acceptQueue":0,"acceptQueuePeak":0,"backlog":4096}]}
                """
                        .formatted(
                                sequence,
                                AT.plusSeconds(2 * sequence),
                                5 + timeWait,
                                states,
                                timeWait,
                                4 + timeWait,
                                timeWait,
                                none,
                                none,
                                none,
                                timeWait);
        try {
            return Topics.SOCKET_SNAPSHOTS.codec().decode(json.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedRecordException malformed) {
            throw new AssertionError(malformed);
        }
    }

    static HostLook.Seen seen(long timeWait) {
        return new HostLook.Seen(
                List.of(snapshot(0, timeWait), snapshot(1, timeWait)),
                List.of(),
                Duration.ofMillis(6100));
    }

    static Signal signal(RuleName rule, Severity severity) {
        Proposal proposal =
                new Proposal(
                        AdviceKind.LONG_CONNECTIONS,
                        "keep connections open in a pool of four, and close them when they have"
                                + " served a thousand requests each, so that ports come back",
                        Map.of("timeWaitSockets", 0.25),
                        "a pool that is too small queues",
                        "ss -tan state time-wait",
                        "remove the pool");
        return new Signal(
                rule,
                severity,
                "orders",
                Side.CLIENT,
                "10.0.0.2:9000",
                List.of("web-1"),
                Map.of("utilisation", 0.954, "usablePorts", 1000L),
                severity == Severity.INFO ? List.of() : List.of(proposal));
    }

    static Diagnosis with(List<Signal> findings) {
        return new Diagnosis(
                "web-1",
                AT,
                Duration.ofMillis(6100),
                9,
                2,
                1,
                1,
                List.of(),
                findings,
                ServiceState.of(snapshot(0, 2).groups()));
    }
}
