// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest, and the virtual machine that runs it. */
final class LingerVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = LingerVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "linger " + (version == null ? "(unpackaged)" : version),
            "Java " + Runtime.version() + ", " + System.getProperty("os.arch")
        };
    }
}
