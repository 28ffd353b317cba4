// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

/**
 * What to do about one endpoint of a service, in one word.
 *
 * @param service the service
 * @param side which end the service is
 * @param endpoint address and port of the server side, or {@link Signal#ALL_ENDPOINTS}
 * @param kind where to change something; LEAVE where nothing is above info
 * @param reason why there and not elsewhere
 * @param cause the signal it answers; absent for LEAVE
 * @param proposal the change; absent for LEAVE
 */
public record Verdict(
        String service,
        Side side,
        String endpoint,
        AdviceKind kind,
        String reason,
        @Nullable Signal cause,
        @Nullable Proposal proposal) {

    /** Why a kind of change is preferred to those after it. */
    static String reasonFor(AdviceKind kind) {
        return switch (kind) {
            case LONG_CONNECTIONS ->
                    "takes the cause away: a connection that stays open needs no new port, no"
                            + " TIME_WAIT and no handshake, and no setting of the host changes";
            case KERNEL ->
                    "keeping connections open would not do here; a setting works at once and for"
                            + " every program of the namespace, but only moves the limit";
            case APPLICATION ->
                    "the cause is in the program: neither longer connections nor a kernel setting"
                            + " end it";
            case CAPACITY ->
                    "nothing cheaper is enough: more addresses or hosts multiply what there is";
            case LEAVE -> "nothing is above info: a change would only add risk";
        };
    }
}
