// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.golden.GoldenFile;
import dev.linger.model.settings.Setting;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/rules.md is generated from the rules and from what they say about a corpus of minutes. */
class RulesPageTest {
    private static final String HEAD =
            """
            # Rules

            Generated from `dev.linger.advice.rule`. Each rule looks at one service-minute; a finding is a signal that
            lasted. Many TIME_WAIT alone are never a finding: they cost 256 to 512 bytes each and no descriptor.
            Where several changes would work, they are proposed in the order LONG_CONNECTIONS (takes the cause away),
            KERNEL (moves the limit), APPLICATION (only the code can do it), CAPACITY (costs addresses or hosts), LEAVE.
            The numbers in the advice below are those of an example.

            """;

    /** Two proposals whose actions begin alike are one proposal with other numbers. */
    private static final int SAME_ACTION_LENGTH = 20;

    @Test
    void shouldMatchThePageInDocs() {
        List<Signal> corpus = Corpus.signals();
        StringBuilder page = new StringBuilder(HEAD);
        Rules.all().forEach(rule -> page.append(section(rule, corpus)));
        page.append("## Not decided from one service-minute\n\n")
                .append(
                        "Both ends or the whole fleet, which the streams part sees, or a"
                                + " measurement that a minute does not carry: ")
                .append(
                        Stream.of(RuleName.values())
                                .filter(name ->
                                        Rules.all().stream().noneMatch(rule -> rule.name() == name))
                                .map(RuleName::toString)
                                .collect(Collectors.joining(", ", "", ".\n\n")))
                .append("## Thresholds\n\n| key | default | meaning |\n|---|---|---|\n");
        for (Setting<?> setting : Thresholds.SETTINGS) {
            page.append(
                    "| `%s` | %s | %s |\n"
                            .formatted(setting.key(), setting.defaultText(), setting.doc()));
        }
        GoldenFile.assertMatches("docs/rules.md", page.toString());
    }

    private static String section(Rule rule, List<Signal> corpus) {
        RuleDoc doc = rule.doc();
        StringBuilder text =
                new StringBuilder(
                        """
                        ## %s

                        %s

                        - Signal: %s
                        - Threshold: %s
                        - Silent about: %s
                        - Experiment: %s
                        """
                                .formatted(
                                        rule.name(),
                                        doc.meaning(),
                                        doc.signal(),
                                        doc.threshold(),
                                        doc.silence(),
                                        doc.experiments()));
        if (!doc.scenarios().isEmpty()) {
            text.append("- Scenarios of the lab: ").append(doc.scenarios()).append('\n');
        }
        text.append("\nAdvice:\n\n");
        int number = 1;
        for (Proposal proposal : proposals(rule, corpus)) {
            text.append(number++)
                    .append(". ")
                    .append(proposal.kind())
                    .append(": ")
                    .append(proposal.action())
                    .append(".\n   Expected: ")
                    .append(
                            proposal.expected().entrySet().stream()
                                    .map(entry -> entry.getKey() + " " + entry.getValue())
                                    .collect(Collectors.joining(", ")))
                    .append(".\n   Risk: ")
                    .append(proposal.risk())
                    .append(".\n   Verify: ")
                    .append(proposal.verify())
                    .append(".\n   Undo: ")
                    .append(proposal.undo())
                    .append(".\n");
        }
        return text.append('\n').toString();
    }

    private static Iterable<Proposal> proposals(Rule rule, List<Signal> corpus) {
        Map<String, Proposal> byBeginning = new LinkedHashMap<>();
        corpus.stream()
                .filter(signal -> signal.rule() == rule.name())
                .flatMap(signal -> signal.proposals().stream())
                .forEach(proposal ->
                        byBeginning.putIfAbsent(
                                proposal.kind() + beginning(proposal.action()), proposal));
        return byBeginning.values();
    }

    private static String beginning(String action) {
        return action.substring(0, Math.min(SAME_ACTION_LENGTH, action.length()));
    }
}
