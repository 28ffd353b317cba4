// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.tcp.Side;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Walks every text that the rules can produce. */
class FolkloreTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "set net.ipv4.tcp_fin_timeout=30",
                "a smaller tcp_fin_timeout will shorten TIME_WAIT",
                "sysctl -w net.ipv4.tcp_tw_recycle=1",
                "enable tcp_tw_recycle",
                "lower net.ipv4.tcp_max_tw_buckets to 5000",
                "sysctl -w net.ipv4.tcp_max_tw_buckets=5000",
                "TIME_WAIT lasts 2 minutes (2MSL)",
                "each TIME_WAIT uses a descriptor",
                "the server runs out of ports",
                "28232 connections in all",
                "an overflow is logged with a warning in dmesg",
                "a full accept queue sends RST",
                "net.ipv4.tcp_keepalive_time=60 enables keep-alive",
                "keep-alive protects a request",
                "TCP_USER_TIMEOUT detects dead idle peers",
                "set SO_LINGER to 0",
                "long connections are always faster",
                "ss -K state time-wait"
            })
    void shouldRecogniseFolklore(String sentence) {
        assertThat(Folklore.in(sentence)).isNotEmpty();
    }

    @Test
    void shouldReachEveryRuleWithTheCorpus() {
        Set<RuleName> reached = EnumSet.noneOf(RuleName.class);
        corpus().forEach(signal -> reached.add(signal.rule()));
        assertThat(reached)
                .isEqualTo(Rules.all().stream().map(Rule::name).collect(Collectors.toSet()));
    }

    @Test
    void shouldNeverSayWhatExperimentsRefute() {
        for (Signal signal : corpus()) {
            for (String text : textsOf(signal)) {
                assertThat(Folklore.in(text)).as("%s: %s", signal.rule(), text).isEmpty();
            }
        }
        for (AdviceKind kind : AdviceKind.values()) {
            assertThat(Folklore.in(Verdict.reasonFor(kind))).isEmpty();
        }
        for (Rule rule : Rules.all()) {
            for (String text : textsOf(rule.doc())) {
                assertThat(Folklore.in(text)).as("%s: %s", rule.name(), text).isEmpty();
            }
        }
    }

    @Test
    void shouldNeverAnswerALeakInTheApplicationWithAKernelSetting() {
        assertThat(corpus())
                .filteredOn(signal ->
                        Set.of(RuleName.CLOSE_WAIT_LEAK, RuleName.KEEPALIVE_MISSING)
                                .contains(signal.rule()))
                .flatExtracting(Signal::proposals)
                .extracting(Proposal::kind)
                .doesNotContain(AdviceKind.KERNEL);
    }

    @Test
    void shouldNeverAdviseReuseToAServer() {
        assertThat(corpus())
                .filteredOn(signal -> signal.side() == Side.SERVER)
                .flatExtracting(Signal::proposals)
                .extracting(Proposal::action)
                .noneMatch(action -> action.contains("tcp_tw_reuse"));
    }

    @Test
    void shouldCompleteEveryProposal() {
        assertThat(corpus())
                .flatExtracting(Signal::proposals)
                .allSatisfy(proposal -> {
                    assertThat(proposal.action()).isNotBlank();
                    assertThat(proposal.expected()).isNotEmpty().containsKey("formula");
                    assertThat(proposal.risk()).isNotBlank();
                    assertThat(proposal.verify()).isNotBlank();
                    assertThat(proposal.undo()).isNotBlank();
                    assertThat(proposal.toString()).doesNotContain("%d").doesNotContain("%s");
                });
    }

    private static List<Signal> corpus() {
        return Corpus.signals();
    }

    private static List<String> textsOf(Signal signal) {
        List<String> texts = new ArrayList<>();
        signal.evidence().forEach((name, value) -> texts.add(name + " " + value));
        for (Proposal proposal : signal.proposals()) {
            texts.add(proposal.action());
            texts.add(proposal.risk());
            texts.add(proposal.verify());
            if (!proposal.undo().startsWith("sysctl -w ")) {
                // The value before may itself be the folklore that the proposal mends.
                texts.add(proposal.undo());
            }
            proposal.expected().forEach((name, value) -> texts.add(name + " " + value));
        }
        return texts;
    }

    private static List<String> textsOf(RuleDoc doc) {
        return Stream.of(
                        doc.meaning(),
                        doc.signal(),
                        doc.threshold(),
                        doc.silence(),
                        doc.experiments())
                .toList();
    }
}
