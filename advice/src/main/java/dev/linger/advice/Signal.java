// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.Require;
import dev.linger.model.finding.Finding;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An anomaly seen in one minute. A finding is a signal that lasted.
 *
 * @param rule the anomaly's name
 * @param severity how bad it is in this minute
 * @param service the service
 * @param side which end the service is
 * @param endpoint address and port of the server side, or {@link #ALL_ENDPOINTS}
 * @param hosts hosts on which it was seen, the worst first
 * @param evidence the numbers it rests on, by name with unit
 * @param proposals what to do, the preferred one first; never empty from {@code WARN} upwards
 */
public record Signal(
        RuleName rule,
        Severity severity,
        String service,
        Side side,
        String endpoint,
        List<String> hosts,
        Map<String, Object> evidence,
        List<Proposal> proposals) {
    /** The endpoint of a signal that is about a whole network namespace. */
    public static final String ALL_ENDPOINTS = "*";

    /** The endpoint of a signal about a host itself; the service is then the host's name. */
    public static final String HOST = "host";

    /** Refuses a signal above {@code INFO} that proposes nothing. */
    public Signal {
        Require.present("rule", rule);
        Require.present("severity", severity);
        hosts = Require.copy("hosts", hosts);
        evidence = Require.copy("evidence", evidence);
        proposals = Require.copy("proposals", proposals);
        if (severity != Severity.INFO && proposals.isEmpty()) {
            throw new IllegalArgumentException(rule + " is " + severity + " and proposes nothing");
        }
    }

    /** A signal of one endpoint. */
    public static Signal of(
            Rule rule,
            Severity severity,
            ServiceMinute minute,
            EndpointMinute endpoint,
            Figures evidence,
            List<Proposal> proposals) {
        PortPressure ports = endpoint.sockets().ports();
        return new Signal(
                rule.name(),
                severity,
                minute.service(),
                endpoint.side(),
                endpoint.endpoint(),
                List.of(ports == null ? endpoint.sockets().peakHost() : ports.host()),
                evidence.map(),
                proposals);
    }

    /** The same signal with one more line of evidence. */
    Signal with(String name, String value) {
        Map<String, Object> more = new LinkedHashMap<>(evidence);
        more.put(name, value);
        return new Signal(rule, severity, service, side, endpoint, hosts, more, proposals);
    }

    /** The id of the finding that this signal opens or goes on with. */
    public String findingId() {
        return Finding.id(rule, service, side, endpoint);
    }
}
