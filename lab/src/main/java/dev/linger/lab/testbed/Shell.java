// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a system command to its end. */
final class Shell {
    private static final long LIMIT_SECONDS = 20;

    private Shell() {}

    /**
     * Runs a command and returns what it printed.
     *
     * @throws TestbedException if it cannot be started, fails, or takes longer than 20 s
     */
    static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new TestbedException(
                        String.join(" ", command) + " took more than " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new TestbedException(
                        String.join(" ", command)
                                + " failed with status "
                                + process.exitValue()
                                + ": "
                                + output.strip());
            }
            return output;
        } catch (IOException failure) {
            throw new TestbedException(
                    "cannot run "
                            + command.getFirst()
                            + "; install iproute2, util-linux, procps, nftables and conntrack",
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TestbedException("interrupted during " + command.getFirst(), interrupted);
        }
    }
}
