// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.dashboard.read.Situation;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.storage.query.PresentService;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The fleet in a few numbers.
 *
 * @param services services with sockets
 * @param connections connections in every state
 * @param timeWait the part in TIME_WAIT
 * @param activeClosesPerSecond connections that hosts close first
 * @param worstPorts worst port utilisation; absent where nobody connects
 * @param worstPortsService whose that is
 * @param coverage keep-alive coverage of all; absent where nothing is established
 * @param findings findings that are not resolved, by severity
 */
public record FleetFigures(
        long services,
        long connections,
        long timeWait,
        double activeClosesPerSecond,
        @Nullable PortBar worstPorts,
        String worstPortsService,
        @Nullable Coverage coverage,
        Map<Severity, Long> findings) {

    static FleetFigures of(Situation situation, List<ServiceRow> rows) {
        List<PresentService> services = situation.services();
        ServiceRow worst =
                rows.stream()
                        .filter(row -> row.ports() != null)
                        .max(
                                Comparator.comparingDouble(
                                        row -> Objects.requireNonNull(row.ports()).utilisation()))
                        .orElse(null);
        Map<Severity, Long> findings = new EnumMap<>(Severity.class);
        situation
                .findings()
                .forEach(open -> findings.merge(open.finding().severity(), 1L, Long::sum));
        return new FleetFigures(
                services.size(),
                rows.stream().mapToLong(row -> row.bar().connections()).sum(),
                services.stream().mapToLong(s -> s.sockets().states().timeWait()).sum(),
                services.stream().mapToDouble(PresentService::activeClosesPerSecond).sum(),
                worst == null ? null : worst.ports(),
                worst == null ? "" : worst.service(),
                Coverage.of(keepAlive(services)),
                findings);
    }

    /** How many findings have this severity. */
    public long count(Severity severity) {
        return findings.getOrDefault(severity, 0L);
    }

    private static KeepAlive keepAlive(List<PresentService> services) {
        return services.stream()
                .map(service -> service.sockets().keepAlive())
                .reduce(
                        KeepAlive.NONE,
                        (a, b) ->
                                new KeepAlive(
                                        a.armed() + b.armed(),
                                        a.unarmed() + b.unarmed(),
                                        a.unknown() + b.unknown(),
                                        a.probing() + b.probing()));
    }
}
