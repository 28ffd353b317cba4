// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import dev.linger.cli.command.LingerCommand;
import dev.linger.lab.testbed.Await;
import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.Testbed;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.Listen;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Workload;
import dev.linger.model.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is healthy raises nothing: the command itself, on namespaces with real traffic. */
class DoctorIT {
    private static final int HARMLESS = 20_000;

    @BeforeEach
    void needsRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces need root");
    }

    private final Testbeds testbeds = new Testbeds();

    @AfterEach
    void giveBack() {
        testbeds.close();
    }

    @Test
    void shouldFindNothingWhereNobodyTalks() throws Exception {
        Namespace idle = testbeds.open().namespace("idle");

        assertThat(findings(idle)).isEmpty();
    }

    @Test
    void shouldFindNothingAboveInfoInKeepAliveTrafficOfNginx(@TempDir Path directory)
            throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nginx")), "needs nginx");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ab")), "needs ab of apache2-utils");
        Testbed testbed = testbeds.open();
        Namespace here = testbed.namespace("here");
        Namespace there = testbed.namespace("there");
        testbed.link(here, "10.77.0.1/24", there, "10.77.0.2/24");
        testbed.program("nginx", inside(there, "nginx", "-c", configuration(directory)));
        Await.until(
                "nginx listens",
                Duration.ofSeconds(10),
                () -> there.run("ss", "-tlnH").contains("10.77.0.2:80"));
        Process ab =
                testbed.program(
                        "ab",
                        inside(
                                here,
                                "ab",
                                "-q",
                                "-k",
                                "-c",
                                "50",
                                "-t",
                                "60",
                                "-n",
                                "50000000",
                                "http://10.77.0.2/"));
        Await.until(
                "ab talks",
                Duration.ofSeconds(10),
                () -> here.run("ss", "-tnH", "state", "established").lines().count() == 50);

        assertThat(findings(here)).allMatch(finding -> finding.startsWith("info "));
        assertThat(findings(there)).allMatch(finding -> finding.startsWith("info "));
        assertThat(ab.isAlive()).as("ab still talks").isTrue();
    }

    @Test
    void shouldMentionHarmlessTimeWaitOfAServerAndNothingElse() throws Exception {
        Testbed testbed = testbeds.open();
        Namespace here = testbed.namespace("here");
        Namespace there = testbed.namespace("there");
        testbed.link(here, "10.77.0.1/24", there, "10.77.0.2/24");
        here.dropOutgoingResets();
        here.sysctl("net.ipv4.ip_local_port_range", "10000 64999");
        Workload client = testbed.workload("orders", here);
        Workload server = testbed.workload("billing", there);
        server.insist(new Listen("10.77.0.2:80", 4096, true, OnAccept.CLOSE));
        Options inOrder = Options.ofPortRange(10_000, 64_999);
        client.insist(new Churn(List.of("10.77.0.2:80"), HARMLESS, 0, Closer.SERVER, inOrder));

        long inKernel = there.run("ss", "-tnH", "state", "time-wait").lines().count();
        JsonNode document = doctor(there);

        // Under load a tenth of the connections end without TIME_WAIT here; the kernel knows.
        assertThat(inKernel).isGreaterThan(HARMLESS / 2);
        assertThat(document.at("/services/0/states/TIME_WAIT").asLong())
                .isCloseTo(inKernel, withinPercentage(1));
        assertThat(findings(document)).containsExactly("info SERVER_CLOSES_FIRST billing");
        assertThat(findings(here)).isEmpty();
    }

    private static ProcessBuilder inside(Namespace namespace, String... command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + namespace.path(), "--"));
        words.addAll(List.of(command));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    private static String configuration(Path directory) throws Exception {
        Path file = directory.resolve("nginx.conf");
        Files.writeString(
                file,
                """
                daemon off;
                worker_processes 1;
                user root;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 256; }
                http {
                    access_log off;
                    server { listen 10.77.0.2:80; location / { return 200 "ok"; } }
                }
                """
                        .formatted(directory));
        return file.toString();
    }

    private static List<String> findings(Namespace namespace) throws Exception {
        return findings(doctor(namespace));
    }

    private static List<String> findings(JsonNode document) {
        List<String> findings = new ArrayList<>();
        document.at("/findings")
                .forEach(finding ->
                        findings.add(
                                finding.at("/severity").asText()
                                        + " "
                                        + finding.at("/rule").asText()
                                        + " "
                                        + finding.at("/service").asText()));
        return findings;
    }

    private static JsonNode doctor(Namespace namespace) throws Exception {
        StringWriter out = new StringWriter();
        CommandLine line = LingerCommand.commandLine();
        line.setOut(new PrintWriter(out));
        int status =
                line.execute(
                        "doctor",
                        "--json",
                        "--set",
                        "collector.interval=1s",
                        "--set",
                        "collector.namespace=" + namespace.path());
        assertThat(status).isEqualTo(0);
        return Json.mapper().readTree(out.toString());
    }

    /** At most one testbed, closed with the test. */
    private static final class Testbeds implements AutoCloseable {
        private final List<Testbed> opened = new ArrayList<>();

        Testbed open() {
            Testbed testbed = Testbed.open();
            opened.add(testbed);
            return testbed;
        }

        @Override
        public void close() {
            opened.forEach(Testbed::close);
        }
    }
}
