// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.storage.query.OpenFinding;

import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A finding with its evidence and its advice.
 *
 * @param anchor id on the page, stable for the finding
 * @param severity how bad it is
 * @param rule its name
 * @param title its name in words
 * @param service the service
 * @param side which end the service is
 * @param endpoint address and port of the server side
 * @param hosts hosts, the worst first
 * @param openedAt when it began
 * @param observedAt minute of the latest evidence
 * @param headline the numbers that tell most at a glance
 * @param evidence the numbers it rests on
 * @param advice what to do, the preferred first
 */
public record FindingCard(
        String anchor,
        Severity severity,
        String rule,
        String title,
        String service,
        Side side,
        String endpoint,
        List<String> hosts,
        Instant openedAt,
        Instant observedAt,
        List<Fact> headline,
        List<Fact> evidence,
        List<AdviceCard> advice) {

    /** How many facts stand in the closed card. */
    private static final int HEADLINE_FACTS = 3;

    /** The evidence that tells most at a glance, where a finding has it. */
    private static final List<String> TELLING =
            List.of(
                    "utilisation",
                    "usedPorts",
                    "usablePorts",
                    "forgottenSockets",
                    "olderThanSeconds",
                    "silentUnarmedSockets",
                    "silentForSeconds",
                    "unarmedSockets",
                    "heldMemoryBytes",
                    "acceptQueuePeakConnections",
                    "backlogConnections",
                    "fullSnapshots",
                    "timeWaitSockets",
                    "activeClosesPerSecond");

    /**
     * One proposed change.
     *
     * @param kind where it is made, in words
     * @param action what to change
     * @param expected the effect
     * @param risk what can go wrong
     * @param verify how to see whether it worked
     * @param undo how to take it back
     * @param formula what the effect was computed by; empty where that is not told
     */
    public record AdviceCard(
            String kind,
            Prose action,
            List<Fact> expected,
            Prose risk,
            Prose verify,
            Prose undo,
            String formula) {
        static AdviceCard of(Proposal proposal) {
            return new AdviceCard(
                    kindWords(proposal.kind()),
                    Prose.of(proposal.action()),
                    Fact.all(proposal.expected()),
                    Prose.of(proposal.risk()),
                    Prose.of(proposal.verify()),
                    Prose.of(proposal.undo()),
                    Fact.formula(proposal.expected()));
        }

        private static String kindWords(AdviceKind kind) {
            return switch (kind) {
                case LONG_CONNECTIONS -> "Long connections";
                case KERNEL -> "Kernel";
                case APPLICATION -> "Application";
                case CAPACITY -> "Capacity";
                case LEAVE -> "Leave it";
            };
        }
    }

    /** The card of a finding. */
    public static FindingCard of(OpenFinding open) {
        var finding = open.finding();
        return new FindingCard(
                "f-" + HexFormat.of().toHexDigits(finding.id().hashCode()),
                finding.severity(),
                finding.rule().name(),
                RuleTitle.of(finding.rule()),
                finding.service(),
                finding.side(),
                finding.endpoint(),
                finding.hosts(),
                finding.openedAt(),
                finding.observedAt(),
                headline(finding.evidence()),
                Fact.all(finding.evidence()),
                open.proposals().stream().map(AdviceCard::of).toList());
    }

    private static List<Fact> headline(Map<String, Object> evidence) {
        List<Fact> telling =
                evidence.entrySet().stream()
                        .filter(entry -> TELLING.contains(entry.getKey()))
                        .sorted(Comparator.comparingInt(entry -> TELLING.indexOf(entry.getKey())))
                        .map(entry -> Fact.of(entry.getKey(), entry.getValue()))
                        .toList();
        List<Fact> facts = telling.isEmpty() ? Fact.all(evidence) : telling;
        return facts.subList(0, Math.min(HEADLINE_FACTS, facts.size()));
    }

    /** {@code →} towards a destination, {@code on} an endpoint of its own. */
    public String preposition() {
        return switch (side) {
            case CLIENT -> "→";
            case SERVER -> "on";
        };
    }
}
