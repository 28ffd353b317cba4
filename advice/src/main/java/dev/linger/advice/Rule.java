// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.finding.RuleName;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.minute.ServiceMinute;

import java.util.List;

/** One anomaly: how it shows in a service's minute, and what to do about it. Pure and stateless. */
public interface Rule {
    /** The anomaly's name. */
    RuleName name();

    /** What it means and what it rests on. */
    RuleDoc doc();

    /** The anomaly's signals in this minute, at most one per side and endpoint; mostly none. */
    default List<Signal> evaluate(ServiceMinute minute, Thresholds thresholds) {
        return List.of();
    }

    /** The anomaly's signals on a host itself, at most one; mostly none. */
    default List<Signal> evaluate(HostKernel kernel, FleetSettings fleet, Thresholds thresholds) {
        return List.of();
    }
}
