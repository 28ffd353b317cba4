// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.advice.Signal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;

/**
 * A rule that spoke.
 *
 * @param rule its name
 * @param severity how bad it found it
 * @param service about whom
 * @param side which end
 * @param endpoint address and port of the server side
 */
public record Raised(RuleName rule, Severity severity, String service, Side side, String endpoint) {
    static Raised of(Signal signal) {
        return new Raised(
                signal.rule(),
                signal.severity(),
                signal.service(),
                signal.side(),
                signal.endpoint());
    }
}
