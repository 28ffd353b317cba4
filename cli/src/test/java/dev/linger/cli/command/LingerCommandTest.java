// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

class LingerCommandTest {
    private record Outcome(int status, String out, String err) {}

    /** Each with what stands before it: {@code lab run}. */
    static Stream<String> commands() {
        return below(LingerCommand.commandLine())
                .map(command -> command.getCommandSpec().qualifiedName())
                .map(name -> name.substring("linger ".length()));
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return command.getSubcommands().values().stream()
                .flatMap(each -> Stream.concat(Stream.of(each), below(each)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldExplainEachCommandWithAnExample(String command) {
        Outcome outcome = run((command + " --help").split(" "));

        assertThat(outcome.status()).isEqualTo(0);
        assertThat(outcome.out()).contains("Usage: linger " + command).contains("Example");
        assertThat(outcome.out().lines()).anyMatch(line -> line.contains("linger " + command));
    }

    /** Picocli prints a line that is no format as it is, with a warning in front of all help. */
    @Test
    void shouldHaveOnlyHelpThatIsAFormat() {
        assertThat(below(LingerCommand.commandLine()))
                .map(command -> command.getCommandSpec().usageMessage())
                .flatMap(usage -> List.of(usage.header(), usage.description(), usage.footer()))
                .flatMap(List::of)
                .allSatisfy(line ->
                        assertThatCode(() -> String.format(Locale.ROOT, line))
                                .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    doctor --nonsense,                                       --nonsense
                    doctor --set rules.nonsense=1,                           rules.nonsense
                    doctor --set rules.ports-warn=lots,                      rules.ports-warn is 'lots'
                    doctor --config /nonexistent,                            /nonexistent
                    collect --json,                                          --once
                    collect,                                                 kafka.bootstrap.servers
                    stream,                                                  kafka.bootstrap.servers
                    stream --from 2026-01-01T00:00:00Z,                      --replay
                    stream --replay --from 2026-01-01T00:00:00Z,             --to
                    stream --replay --from noon,                             --from
                    sink,                                                    kafka.bootstrap.servers
                    capacity,                                                kafka.bootstrap.servers
                    capacity --from 2026-01-01T00:00:00Z,                    --to
                    topics,                                                  kafka.bootstrap.servers
                    db,                                                      migrate
                    db verify,                                               kafka.bootstrap.servers
                    db verify --one-in 0,                                    --one-in
                    db status --set storage.jdbc-url=mysql:x,                storage.jdbc-url
                    bench nonsense,                                          no benchmark nonsense
                    bench collector --runs 0,                                --runs 0
                    dashboard --set storage.jdbc-url=mysql:x,                storage.jdbc-url
                    lab run,                                                 --all
                    lab run S99,                                             no scenario S99
                    what-if,                                                 --rate
                    what-if --rate fast,                                     --rate is 'fast'
                    what-if --rate 3 --endpoint 10.0.0.2:80,                 --service
                    what-if --nonsense,                                      --nonsense
                    nonsense,                                                nonsense
                    """)
    void shouldRefuseWrongUsageWithStatus2AndAName(String arguments, String named) {
        Outcome outcome = run(arguments.split(" "));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(named);
    }

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = LingerCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int status = line.execute(arguments);
        return new Outcome(status, out.toString(), err.toString());
    }
}
