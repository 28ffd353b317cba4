// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.SocketMemory;
import dev.linger.advice.kernel.Locality;
import dev.linger.advice.remedy.KeepAliveRemedies;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.KeepAlive;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Connections are silent, and nothing would ever notice that the peer is gone. */
public final class KeepAliveMissing implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.KEEPALIVE_MISSING;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "Connections have been silent for long and have no timer at all. A peer that"
                        + " vanished (power, network, a middlebox that forgot the connection) is"
                        + " never noticed: the connection stays until something is written to it.",
                "ESTABLISHED sockets without a timer (idiag_timer 0) whose last segment came in"
                        + " longer ago than the limit, all hosts together.",
                "warn from one socket silent for rules.keepalive-missing-idle (300s, rounded up to"
                        + " the next of 1, 10, 60, 240, 350, 600, 3600, 7200 s). Info where both"
                        + " ends are on one host (127.0.0.0/8, ::1, or an address to itself): the"
                        + " network cannot lose that peer.",
                "Sockets whose timer is hidden by a retransmission or a zero window probe.",
                "With the peer's input dropped, a connection without keep-alive was still"
                        + " ESTABLISHED after 1000 s; with idle 10 s, interval 2 s and 5 probes it"
                        + " ended after 20.3 s (20 predicted). A middlebox that forgets after 4 s"
                        + " left both ends unaware; with probes every 2 s data went on to flow.",
                "S16 S20 S21");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketMinute sockets = endpoint.sockets();
        if (sockets.mean().keepAlive().unarmed() == 0) {
            return null;
        }
        long silent = sockets.mean().idleUnarmed().atLeast(thresholds.keepAliveMissingIdle());
        if (silent == 0) {
            return null;
        }
        boolean sameHost = Locality.isSameHost(endpoint.endpoint(), sockets);
        return new Signal(
                name(),
                sameHost ? Severity.INFO : Severity.WARN,
                minute.service(),
                endpoint.side(),
                endpoint.endpoint(),
                List.of(sockets.peakHost()),
                evidence(silent, sameHost, sockets, thresholds),
                List.of(KeepAliveRemedies.arm(endpoint.side(), endpoint.endpoint(), silent)));
    }

    private static Map<String, Object> evidence(
            long silent, boolean sameHost, SocketMinute sockets, Thresholds thresholds) {
        KeepAlive keepAlive = sockets.mean().keepAlive();
        return new Figures()
                .with("silentUnarmedSockets", silent)
                .with("silentForSeconds", thresholds.keepAliveMissingIdle().toMillis() / 1000.0)
                .with("establishedSockets", sockets.mean().states().established())
                .with("armedSockets", keepAlive.armed())
                .with("unarmedSockets", keepAlive.unarmed())
                .with("timerUnknownSockets", keepAlive.unknown())
                .with("heldMemoryBytes", SocketMemory.establishedBytes(silent))
                .with("peer", sameHost ? "on the same host" : "across a network")
                .by(Formula.F18)
                .map();
    }
}
