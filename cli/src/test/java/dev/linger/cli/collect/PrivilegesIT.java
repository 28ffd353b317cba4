// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.cli.endtoend.LingerProcess;
import dev.linger.lab.testbed.Await;
import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.Testbed;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.Listen;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Workload;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.StateCounts;
import dev.linger.model.topic.Topics;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of privileges in docs/operations.md, line by line: a collector whose capabilities are
 * bounded, and what its snapshot says.
 *
 * <p>It runs as root without capabilities, which to the kernel is a user like any other, because
 * another user might not be able to read the class path of this build.
 */
class PrivilegesIT {
    private static final String ENDPOINT = "127.0.0.1:9000";
    private static final int CONNECTIONS = 20;
    private static final int OTHER_USER = 65534;

    private static final Pattern HIDDEN =
            Pattern.compile("the namespaces of (\\d+) processes may not be looked at");

    private static Testbed testbed;
    private static Namespace namespace;
    private static Process stranger;

    private record Outcome(int status, String out, String err) {
        SocketSnapshot snapshot() {
            try {
                return Topics.SOCKET_SNAPSHOTS
                        .codec()
                        .decode(out.strip().getBytes(StandardCharsets.UTF_8));
            } catch (MalformedRecordException e) {
                throw new AssertionError(err, e);
            }
        }

        List<SocketGroup> groups() {
            return snapshot().groups().stream()
                    .sorted(Comparator.comparing(SocketGroup::toString))
                    .toList();
        }

        String servicesOf(String endpoint) {
            return groups().stream()
                    .filter(group -> group.endpoint().equals(endpoint))
                    .map(SocketGroup::service)
                    .distinct()
                    .sorted()
                    .toList()
                    .toString();
        }
    }

    @BeforeAll
    static void openSockets() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces need root");
        testbed = Testbed.open();
        namespace = testbed.namespace("seen");
        Workload orders = testbed.workload("orders", namespace);
        orders.insist(new Listen(ENDPOINT, 128, true, OnAccept.SINK));
        orders.insist(new Connect(ENDPOINT, CONNECTIONS, 7, true, Options.NONE));
        Workload desk = testbed.workload("desk", namespace);
        desk.insist(new Listen("127.0.0.1:9001", 128, true, OnAccept.SINK));
        stranger = stranger();
        Await.until(
                "the stranger is connected",
                Duration.ofSeconds(10),
                () -> namespace.run("ss", "-tnH", "dst", "127.0.0.1:9001").contains("ESTAB"));
    }

    /** A process of another user, in the root cgroup, which many services share. */
    private static Process stranger() throws IOException {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "echo $$ >\"$0\" && exec \"$@\"",
                        rootCgroup() + "/cgroup.procs",
                        "nsenter",
                        "--net=" + namespace.path(),
                        "setpriv",
                        "--reuid=" + OTHER_USER,
                        "--regid=" + OTHER_USER,
                        "--clear-groups",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/127.0.0.1/9001; read -r")
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
    }

    private static String rootCgroup() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields[2].equals("cgroup2"))
                .map(fields -> fields[1])
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    static void closeSockets() {
        if (stranger != null) {
            stranger.destroyForcibly();
        }
        if (testbed != null) {
            testbed.close();
        }
    }

    @Test
    void shouldSeeEverySocketWithoutAnyCapability() {
        List<SocketGroup> all = look("all", "self").groups();
        List<SocketGroup> without = look("none", "self").groups();

        assertThat(without).extracting(SocketGroup::states).contains(states(all));
        assertThat(without)
                .filteredOn(group -> group.service().equals("orders"))
                .isNotEmpty()
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                        "rttMicros", "idle", "idleUnarmed", "activeCloses", "opened")
                .isEqualTo(all.stream().filter(group -> group.service().equals("orders")).toList());
        assertThat(without)
                .filteredOn(group -> group.states().established() > 0)
                .as("tcp_info comes without CAP_NET_ADMIN")
                .allMatch(group -> group.rttMicros() != null);
    }

    private static StateCounts[] states(List<SocketGroup> groups) {
        return groups.stream()
                .filter(group -> group.service().equals("orders"))
                .map(SocketGroup::states)
                .toArray(StateCounts[]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "none,                          '[desk, unknown]'",
        "sys_ptrace,                    '[desk, unknown]'",
        "dac_read_search,               '[desk, unknown]'",
        "sys_ptrace+dac_read_search,    '[bash, desk]'"
    })
    void shouldNameExecutablesOfOtherUsersWithTwoCapabilities(
            String capabilities, String services) {
        assertThat(look(capabilities, "self").servicesOf("127.0.0.1:9001")).isEqualTo(services);
    }

    @Test
    void shouldSayThatDescriptorsMayBeListedAndNotRead() {
        assertThat(look("dac_read_search", "self").snapshot().reader().errors())
                .anyMatch(error -> error.contains("may be listed and not read"));
        assertThat(look("sys_ptrace+dac_read_search", "self").snapshot().reader().errors())
                .noneMatch(error -> error.contains("may be listed and not read"));
    }

    @Test
    void shouldEnterANamedNamespaceWithSysAdminAlone() {
        Outcome refused = lookFromOutside("none", namespace.path().toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("EPERM", namespace.path().toString());

        assertThat(lookFromOutside("sys_admin", namespace.path().toString()).servicesOf(ENDPOINT))
                .isEqualTo("[orders]");
    }

    @Test
    void shouldSayWhichNamespacesItMayNotFind() {
        int without = hidden(lookFromOutside("sys_admin", "all"));
        int with = hidden(lookFromOutside("sys_admin+sys_ptrace", "all"));

        assertThat(without).as("processes of others are hidden").isPositive();
        assertThat(with)
                .as("only those of other user namespaces may stay hidden")
                .isLessThan(without);
    }

    /** How many processes the snapshot says it could not look at. */
    private static int hidden(Outcome outcome) {
        return outcome.snapshot().reader().errors().stream()
                .map(HIDDEN::matcher)
                .filter(Matcher::find)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }

    /** A collector inside the namespace. */
    private static Outcome look(String capabilities, String wanted) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + namespace.path()));
        words.addAll(bounded(capabilities, wanted));
        return run(words);
    }

    private static Outcome lookFromOutside(String capabilities, String wanted) {
        return run(bounded(capabilities, wanted));
    }

    private static List<String> bounded(String capabilities, String wanted) {
        List<String> words = new ArrayList<>();
        if (!capabilities.equals("all")) {
            String kept = capabilities.equals("none") ? "" : ",+" + capabilities.replace("+", ",+");
            words.addAll(List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all" + kept));
        }
        words.addAll(
                LingerProcess.command(
                        "collect", "--once", "--json", "--set", "collector.namespace=" + wanted));
        return words;
    }

    private static Outcome run(List<String> words) {
        try {
            Path err = Files.createTempFile("privileges", ".err");
            Process process = new ProcessBuilder(words).redirectError(err.toFile()).start();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), out, Files.readString(err));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
