// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.kernel;

import dev.linger.model.Require;

/**
 * What the configuration files say of a setting. It takes effect at the next boot, whatever the
 * value is now.
 *
 * @param value parts separated by one space
 * @param file path of the file that decides, by the precedence of sysctl.d(5)
 */
public record ConfiguredSysctl(String value, String file) {
    /** Refuses overlong texts. */
    public ConfiguredSysctl {
        Require.name("configured.value", Require.present("configured.value", value));
        Require.name("configured.file", Require.present("configured.file", file));
    }
}
