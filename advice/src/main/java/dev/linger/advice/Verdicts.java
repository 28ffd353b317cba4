// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * From signals to one verdict for each endpoint. Of the worst signals of the endpoint, the change
 * is taken that comes first in LONG_CONNECTIONS, KERNEL, APPLICATION, CAPACITY among those that
 * bring the ports back below the warning; a rule proposes its own in the order in which they work.
 */
public final class Verdicts {
    private Verdicts() {}

    /**
     * A verdict for every endpoint of the minute, and for what concerns a whole namespace.
     *
     * @param signals what {@link Rules#evaluate} found in the minute
     */
    public static List<Verdict> of(
            ServiceMinute minute, List<Signal> signals, Thresholds thresholds) {
        List<Verdict> verdicts = new ArrayList<>();
        for (EndpointMinute endpoint : minute.endpoints()) {
            verdicts.add(
                    verdict(
                            minute.service(),
                            endpoint.side(),
                            endpoint.endpoint(),
                            signals,
                            thresholds));
        }
        for (Signal signal : signals) {
            boolean listed =
                    verdicts.stream()
                            .anyMatch(verdict ->
                                    verdict.side() == signal.side()
                                            && verdict.endpoint().equals(signal.endpoint()));
            if (!listed && signal.severity() != Severity.INFO) {
                verdicts.add(
                        verdict(
                                minute.service(),
                                signal.side(),
                                signal.endpoint(),
                                signals,
                                thresholds));
            }
        }
        return verdicts;
    }

    private static Verdict verdict(
            String service,
            Side side,
            String endpoint,
            List<Signal> signals,
            Thresholds thresholds) {
        Signal cause = null;
        Proposal best = null;
        for (Signal signal : signals) {
            if (signal.side() != side
                    || !signal.endpoint().equals(endpoint)
                    || signal.severity() == Severity.INFO) {
                continue;
            }
            Proposal proposal = firstThatWorks(signal, thresholds);
            if (isBetter(signal, proposal, cause, best)) {
                cause = signal;
                best = proposal;
            }
        }
        AdviceKind kind = best == null ? AdviceKind.LEAVE : best.kind();
        return new Verdict(service, side, endpoint, kind, Verdict.reasonFor(kind), cause, best);
    }

    private static boolean isBetter(
            Signal signal, Proposal proposal, @Nullable Signal cause, @Nullable Proposal best) {
        if (cause == null || best == null) {
            return true;
        }
        int bySeverity = signal.severity().compareTo(cause.severity());
        return bySeverity > 0 || (bySeverity == 0 && proposal.kind().compareTo(best.kind()) < 0);
    }

    private static Proposal firstThatWorks(Signal signal, Thresholds thresholds) {
        for (Proposal proposal : signal.proposals()) {
            Object utilisation = proposal.expected().get("utilisation");
            if (!(utilisation instanceof Number ratio)
                    || ratio.doubleValue() < thresholds.portsWarn()) {
                return proposal;
            }
        }
        return signal.proposals().getFirst();
    }
}
