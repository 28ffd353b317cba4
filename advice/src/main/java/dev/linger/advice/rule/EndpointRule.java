// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Rule;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A rule that looks at one endpoint at a time. */
interface EndpointRule extends Rule {
    /** The signal of one endpoint; absent where all is well. */
    @Nullable Signal signal(ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds);

    @Override
    default List<Signal> evaluate(ServiceMinute minute, Thresholds thresholds) {
        List<Signal> signals = List.of();
        List<EndpointMinute> endpoints = minute.endpoints();
        for (int i = 0; i < endpoints.size(); i++) {
            Signal signal = signal(minute, endpoints.get(i), thresholds);
            if (signal != null) {
                signals = signals.isEmpty() ? new ArrayList<>() : signals;
                signals.add(signal);
            }
        }
        return signals;
    }
}
