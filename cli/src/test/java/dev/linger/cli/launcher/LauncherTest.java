// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The script {@code linger} against folders and programs made up for it. */
class LauncherTest {
    private static final List<String> TOOLS =
            List.of(
                    "bash",
                    "env",
                    "dirname",
                    "readlink",
                    "sed",
                    "find",
                    "mkdir",
                    "flock",
                    "grep",
                    "awk",
                    "tail",
                    "mv",
                    "rm",
                    "sleep",
                    "cat",
                    "touch");

    @TempDir private Path directory;
    private Path tools = Path.of("");
    private Path home = Path.of("");
    private Path folder = Path.of("");

    private record Outcome(int status, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : TOOLS) {
            program(tools.resolve(tool), "exec /usr/bin/" + tool + " \"$@\"\n");
        }
        home = Files.createDirectories(directory.resolve("home"));
        folder = Files.createDirectories(directory.resolve("jdks"));
        Path script = Path.of(System.getProperty("linger.projectDirectory"), "linger");
        Files.copy(script, home.resolve("linger"));
    }

    @Test
    void shouldTakeLingerJavaHomeBeforeJavaHome() throws Exception {
        Path chosen = jdk("chosen", "25.0.1");
        Path other = jdk("other", "26");

        Outcome outcome =
                run(
                        Map.of(
                                "LINGER_JAVA_HOME", chosen.toString(),
                                "JAVA_HOME", other.toString()),
                        "doctor",
                        "--json");

        assertThat(outcome.out())
                .startsWith("java of chosen:")
                .endsWith("dev.linger.cli.Main doctor --json\n");
    }

    @Test
    void shouldRefuseALingerJavaHomeThatIsTooOld() throws Exception {
        jdk("new", "25");
        Path old = jdk("old", "17.0.16");

        Outcome outcome = run(Map.of("LINGER_JAVA_HOME", old.toString()), "doctor");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("LINGER_JAVA_HOME is " + old).contains("25 or newer");
    }

    @Test
    void shouldPassOverAnOldJavaHomeAndAnOldJavaOnThePath() throws Exception {
        Path old = jdk("a-old", "17.0.16");
        Path older = jdk("b-older", "11");
        Files.createSymbolicLink(tools.resolve("java"), older.resolve("bin/java"));
        jdk("c-new", "25.0.3");

        Outcome outcome = run(Map.of("JAVA_HOME", old.toString()), "doctor");

        assertThat(outcome.out()).startsWith("java of c-new:");
    }

    /** Figures of the collector would otherwise be those of another program. */
    @Test
    void shouldMeasureAndCollectWithTheCompilersOfThePackage() throws Exception {
        jdk("new", "25");
        Path options =
                Path.of(
                        System.getProperty("linger.projectDirectory"),
                        "packaging/collector/jvm.options");
        List<String> packaged = compilerOptions(Files.readString(options));

        assertThat(packaged).isNotEmpty();
        assertThat(compilerOptions(run(Map.of(), "bench").out())).isEqualTo(packaged);
        assertThat(compilerOptions(run(Map.of(), "collect").out())).isEqualTo(packaged);
    }

    private static List<String> compilerOptions(String text) {
        return Pattern.compile("-XX:(CICompilerCount|TieredStopAtLevel|.TieredCompilation)\\S*")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void shouldTakeTheJavaOnThePathBeforeTheFolders() throws Exception {
        jdk("a-in-folder", "25");
        Path onPath = jdk("z-on-path", "25");
        Files.createSymbolicLink(tools.resolve("java"), onPath.resolve("bin/java"));

        assertThat(run(Map.of(), "doctor").out()).startsWith("java of z-on-path:");
    }

    @Test
    void shouldSayWhatToInstallWhereNoJdkIsNewEnough() throws Exception {
        jdk("old", "17");

        Outcome outcome = run(Map.of(), "doctor");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("no JDK 25 or newer found")
                .contains("apt-get install")
                .contains("LINGER_JAVA_HOME");
    }

    @Test
    void shouldSayThatMavenIsMissing() throws Exception {
        sources();
        jdk("new", "25");

        Outcome outcome = run(Map.of(), "doctor");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("Maven").contains("apt-get install maven");
    }

    @Test
    void shouldBuildOnFirstUseAndAgainOnlyWhenASourceChanged() throws Exception {
        Path source = sources();
        jdk("new", "25");
        maven(
                """
                echo "[INFO] Building Linger model 0.1.0 [2/10]"
                sleep 0.3
                """);

        Outcome first = run(Map.of(), "doctor");
        Outcome second = run(Map.of(), "doctor");
        FileTime built = Files.getLastModifiedTime(home.resolve("cli/target/app/built"));
        Files.setLastModifiedTime(
                source, FileTime.from(built.toInstant().plus(Duration.ofSeconds(1))));
        Outcome third = run(Map.of(), "doctor");

        assertThat(first.err()).contains("building with").contains("[2/10] model");
        assertThat(first.out()).startsWith("java of new:");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).startsWith("java of new:");
        assertThat(third.err()).contains("building with");
    }

    @Test
    void shouldNameTheLogOfAFailedBuild() throws Exception {
        sources();
        jdk("new", "25");
        maven(
                """
                echo "[ERROR] COMPILATION ERROR"
                exit 1
                """);

        Outcome outcome = run(Map.of(), "doctor");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("COMPILATION ERROR")
                .contains(home.resolve("cli/target/build.log").toString());
        assertThat(run(Map.of(), "doctor").status())
                .as("a failed build is not taken for a build")
                .isEqualTo(1);
    }

    @Test
    void shouldEndATestRunWithItsCounts() throws Exception {
        sources();
        jdk("new", "25");
        Path reports = home.resolve("model/target/surefire-reports");
        Files.createDirectories(reports);
        Files.writeString(reports.resolve("TEST-Stale.xml"), suite(100, 0, 0, 0));
        Path prepared = Files.createDirectories(directory.resolve("prepared"));
        Files.writeString(prepared.resolve("TEST-A.xml"), suite(7, 1, 1, 2));
        Files.writeString(prepared.resolve("TEST-B.xml"), suite(5, 0, 0, 0));
        maven("mkdir -p '%1$s'\nmv '%2$s'/* '%1$s'\nexit 1\n".formatted(reports, prepared));

        Outcome outcome = run(Map.of(), "test");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).endsWith("8 passed, 2 failed, 2 skipped\n");
    }

    private static String suite(int tests, int errors, int failures, int skipped) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite xmlns:xsi="x" name="dev.linger.ATest" time="1.5" tests="%d" errors="%d" skipped="%d" failures="%d" flakes="0">
          <testcase name="a"/>
        </testsuite>
        """
                .formatted(tests, errors, skipped, failures);
    }

    /** A tree that the launcher takes for sources; returns one of them. */
    private Path sources() throws IOException {
        Files.writeString(home.resolve("pom.xml"), "");
        Files.createDirectories(home.resolve("cli"));
        Path source = Files.createDirectories(home.resolve("model/src/main")).resolve("A.java");
        return Files.writeString(source, "");
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        program(jdk.resolve("bin/java"), "echo \"java of " + name + ": $*\"\n");
        program(jdk.resolve("bin/javac"), "");
        return jdk;
    }

    private void maven(String body) throws IOException {
        program(tools.resolve("mvn"), body);
    }

    private static void program(Path path, String body) throws IOException {
        Files.writeString(path, "#!/usr/bin/bash\n" + body);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/bash", home + "/linger"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH", tools.toString(),
                                "HOME", directory.toString(),
                                "LINGER_JAVA_FOLDERS", folder.toString()));
        builder.environment().putAll(environment);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        int status =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        return new Outcome(
                status,
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
