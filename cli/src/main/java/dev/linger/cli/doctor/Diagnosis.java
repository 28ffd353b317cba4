// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.minute.MinuteAccumulator;
import dev.linger.model.snapshot.OwnedBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a look at a host says.
 *
 * @param host its name
 * @param observedAt end of the look
 * @param looked how long the look took
 * @param sockets sockets in the last snapshot, listening ones included
 * @param ownerless those of them whose owner could not be known
 * @param listeners listening ports
 * @param namespaces network namespaces that were looked at
 * @param errors what could not be read
 * @param findings what is anomalous, the worst first
 * @param services the sockets in the last snapshot
 */
public record Diagnosis(
        String host,
        Instant observedAt,
        Duration looked,
        long sockets,
        long ownerless,
        int listeners,
        long namespaces,
        List<String> errors,
        List<Signal> findings,
        List<ServiceState> services) {

    private static final Comparator<Signal> WORST_FIRST =
            Comparator.comparing(Signal::severity)
                    .reversed()
                    .thenComparing(Signal::rule)
                    .thenComparing(Signal::service)
                    .thenComparing(Signal::endpoint);

    /** Evaluates every rule on the look, as if it were one minute of a fleet of one. */
    public static Diagnosis of(HostLook.Seen seen, Thresholds thresholds) {
        MinuteAccumulator minute = seen.minute();
        List<Signal> findings =
                Stream.concat(
                                minute.build(true).stream()
                                        .flatMap(service ->
                                                Rules.evaluate(service, thresholds).stream()),
                                minute.kernels().stream()
                                        .flatMap(kernel ->
                                                Rules.evaluate(kernel, thresholds).stream()))
                        .sorted(WORST_FIRST)
                        .toList();
        return new Diagnosis(
                seen.last().host(),
                seen.last().observedAt(),
                seen.looked(),
                seen.last().reader().socketsScanned(),
                seen.last().groups().stream()
                        .mapToLong(group -> group.ownedBy().getOrDefault(OwnedBy.UNKNOWN, 0L))
                        .sum(),
                seen.last().listeners().size(),
                seen.last().reader().namespacesSeen(),
                seen.last().reader().errors(),
                findings,
                ServiceState.of(seen.last().groups()));
    }
}
