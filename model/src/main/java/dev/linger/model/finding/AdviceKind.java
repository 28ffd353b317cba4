// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.finding;

/** Where a proposed change is made, in the order of preference where several would work. */
public enum AdviceKind {
    /** Keep connections open and reuse them. */
    LONG_CONNECTIONS,
    /** Change a kernel setting. */
    KERNEL,
    /** Mend the application. */
    APPLICATION,
    /** Add addresses, ports, hosts or memory. */
    CAPACITY,
    /** Nothing to do. */
    LEAVE
}
