// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.cli.embedded.ThisUser;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.snapshot.SocketGroup;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The diagnosis for people: one line where all is well, else each finding with its advice. */
public final class DiagnosisText {
    private static final int WIDTH = 100;
    private static final String INDENT = "      ";

    private final Style style;
    private final StringBuilder text = new StringBuilder();
    private final Map<Proposal, RuleName> told = new HashMap<>();

    private DiagnosisText(Style style) {
        this.style = style;
    }

    /** Writes the diagnosis; ends with a line break. */
    public static String of(Diagnosis diagnosis, Style style) {
        DiagnosisText writer = new DiagnosisText(style);
        writer.heading(diagnosis);
        diagnosis.findings().forEach(writer::finding);
        writer.limits(diagnosis);
        return writer.text.toString();
    }

    private void heading(Diagnosis diagnosis) {
        text.append(style.bold(diagnosis.host() + ": " + result(diagnosis.findings())))
                .append("; looked for ")
                .append(seconds(diagnosis.looked()))
                .append(" at ")
                .append(count(diagnosis.sockets(), "socket"))
                .append(" of ")
                .append(count(services(diagnosis), "service"))
                .append(ownerless(diagnosis.ownerless()))
                .append(", ")
                .append(count(diagnosis.listeners(), "listening port"))
                .append(" and the kernel's settings and counters")
                .append(
                        diagnosis.namespaces() > 1
                                ? " in " + diagnosis.namespaces() + " namespaces"
                                : "")
                .append(", by ")
                .append(count(Rules.all().size(), "rule"))
                .append('\n');
    }

    private static String result(List<Signal> findings) {
        if (findings.isEmpty()) {
            return "nothing to report";
        }
        Map<Severity, Long> bySeverity =
                findings.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Signal::severity,
                                        () -> new TreeMap<>(Comparator.reverseOrder()),
                                        Collectors.counting()));
        return bySeverity.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().label())
                .collect(Collectors.joining(", "));
    }

    private static long services(Diagnosis diagnosis) {
        return diagnosis.services().stream()
                .map(ServiceState::service)
                .filter(service -> !service.equals(SocketGroup.UNKNOWN_SERVICE))
                .distinct()
                .count();
    }

    private static String ownerless(long sockets) {
        if (sockets == 0) {
            return "";
        }
        return " ("
                + sockets
                + (ThisUser.isRoot()
                        ? " of none that can be known)"
                        : " of none that this user can see; root sees more)");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void finding(Signal signal) {
        text.append('\n')
                .append(
                        style.severity(
                                signal.severity(),
                                signal.severity().label().toUpperCase(Locale.ROOT)))
                .append("  ")
                .append(style.bold(signal.rule().name()))
                .append("  ")
                .append(signal.service())
                .append(" (")
                .append(signal.side().label())
                .append(") ")
                .append(signal.endpoint())
                .append('\n');
        paragraph(style.dim("seen"), "seen", figures(signal.evidence()));
        Map<RuleName, List<Proposal>> toldBefore =
                signal.proposals().stream()
                        .filter(told::containsKey)
                        .collect(
                                Collectors.groupingBy(
                                        told::get, TreeMap::new, Collectors.toList()));
        toldBefore.forEach(this::reference);
        for (Proposal proposal : signal.proposals()) {
            if (told.putIfAbsent(proposal, signal.rule()) == null) {
                proposal(proposal);
            }
        }
    }

    /** The same advice is not written twice: a cause and what it leads to share it. */
    private void reference(RuleName rule, List<Proposal> proposals) {
        paragraph(
                style.dim("do"),
                "do",
                "as "
                        + rule
                        + " above says: "
                        + proposals.stream()
                                .map(proposal -> proposal.kind().name())
                                .collect(Collectors.joining(", ")));
    }

    private void proposal(Proposal proposal) {
        text.append("  ").append(style.bold(proposal.kind().name())).append('\n');
        paragraph(style.dim("do"), "do", proposal.action());
        paragraph(style.dim("expect"), "expect", figures(proposal.expected()));
        paragraph(style.dim("risk"), "risk", proposal.risk());
        paragraph(style.dim("verify"), "verify", proposal.verify());
        paragraph(style.dim("undo"), "undo", proposal.undo());
    }

    private void limits(Diagnosis diagnosis) {
        diagnosis.errors().forEach(error -> text.append("not read: ").append(error).append('\n'));
    }

    /** A label of six columns, then the words, wrapped and indented below each other. */
    private void paragraph(String styledLabel, String label, String words) {
        if (words.isEmpty()) {
            return;
        }
        text.append("    ").append(styledLabel).append(" ".repeat(8 - label.length()));
        int column = 12;
        for (String word : words.split("\\s+")) {
            if (column > 12 && column + word.length() > WIDTH) {
                text.append('\n').append(INDENT).append(INDENT);
                column = 12;
            }
            if (column > 12) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }

    private static String figures(Map<String, Object> figures) {
        return new TreeMap<>(figures)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + figure(entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String figure(Object value) {
        return switch (value) {
            case Double number -> trimmed(number);
            case Float number -> trimmed(number);
            default -> value.toString();
        };
    }

    private static String trimmed(double number) {
        String text = String.format(Locale.ROOT, "%.3f", number);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
