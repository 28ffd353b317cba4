// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.Rule;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A rule about what all endpoints of a service share. */
interface ServiceRule extends Rule {
    /** The signal of the service; absent where all is well. */
    @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds);

    @Override
    default List<Signal> evaluate(ServiceMinute minute, Thresholds thresholds) {
        Signal signal = signal(minute, thresholds);
        return signal == null ? List.of() : List.of(signal);
    }

    /** A signal of all endpoints. */
    default Signal ofService(
            Severity severity,
            ServiceMinute minute,
            Side side,
            String host,
            Figures evidence,
            List<Proposal> proposals) {
        return new Signal(
                name(),
                severity,
                minute.service(),
                side,
                Signal.ALL_ENDPOINTS,
                List.of(host),
                evidence.map(),
                proposals);
    }
}
