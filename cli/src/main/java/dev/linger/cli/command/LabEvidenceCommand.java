// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.log.Logging;
import dev.linger.lab.evidence.Evidence;
import dev.linger.lab.evidence.EvidencePage;
import dev.linger.lab.evidence.Prediction;
import dev.linger.lab.testbed.TestbedException;
import dev.linger.model.part.PartFailedException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code linger lab evidence}: predictions of the advice against measurements. */
@Command(
        name = "evidence",
        mixinStandardHelpOptions = true,
        description = {
            "Apply the remedies that the advice proposes, compare what it predicts with what the",
            "kernel does, and write the page about it. Takes about two minutes."
        },
        footer = {
            "",
            "Exit status: 0 if the median error is at most 5 %% and larger ones than 15 %% are explained,",
            "1 if not.",
            "",
            "Example:",
            "  linger lab evidence --output docs/evidence.md"
        })
final class LabEvidenceCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "docs/evidence.md",
            description = "Where the page goes; ${DEFAULT-VALUE} unless given.")
    private Path output = Path.of("docs/evidence.md");

    @Override
    public Integer call() {
        Logging.toStandardError();
        PrintWriter out = spec.commandLine().getOut();
        try {
            Evidence evidence = Evidence.measure(InstantSource.system(), one -> print(out, one));
            Files.writeString(output, EvidencePage.of(evidence));
            out.println(
                    String.format(
                            Locale.ROOT,
                            "median error %.1f %%; %s is written",
                            100 * evidence.medianError(),
                            output));
            out.flush();
            return evidence.holds() ? ExitStatus.DONE : ExitStatus.COULD_NOT;
        } catch (TestbedException notAllowed) {
            throw new PartFailedException(
                    "cannot build an experiment: " + notAllowed.getMessage(), notAllowed);
        } catch (IOException notWritten) {
            throw new PartFailedException(
                    "cannot write " + output + " (" + notWritten + "); give another --output",
                    notWritten);
        }
    }

    private static void print(PrintWriter out, Prediction one) {
        out.println(
                String.format(
                        Locale.ROOT,
                        "%5.1f %%  %s: %s predicted %.4g, measured %.4g",
                        100 * one.error(),
                        one.remedy(),
                        one.quantity(),
                        one.predicted(),
                        one.measured()));
        out.flush();
    }
}
