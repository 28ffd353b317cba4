// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.remedy;

import dev.linger.advice.Figures;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;

/** Settings that were better before someone changed them. */
public final class SettingRemedies {
    private SettingRemedies() {}

    /**
     * Sets a sysctl, and takes the line that changed it out of the configuration.
     *
     * @param kernel the value now, for the way back
     * @param sysctl dotted name
     * @param value what to set
     * @param expected the effect
     * @param risk what can go wrong
     */
    public static Proposal set(
            KernelFacts kernel, String sysctl, String value, Figures expected, String risk) {
        return new Proposal(
                AdviceKind.KERNEL,
                Sysctl.set(sysctl, value)
                        + " in the service's network namespace on "
                        + kernel.host()
                        + ", and the same in /etc/sysctl.d where it is set otherwise (grep -r "
                        + sysctl.substring(sysctl.lastIndexOf('.') + 1)
                        + " /etc/sysctl.conf /etc/sysctl.d)",
                expected.map(),
                risk,
                "sysctl " + sysctl + " prints " + value,
                Sysctl.restore(sysctl, kernel.text(sysctl), value));
    }
}
