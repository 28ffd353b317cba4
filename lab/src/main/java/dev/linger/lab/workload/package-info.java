// SPDX-License-Identifier: Apache-2.0
/**
 * Processes that open, hold and close TCP connections exactly as an experiment asks. {@link
 * dev.linger.lab.workload.Workload} is the handle; {@link dev.linger.lab.workload.WorkloadMain} is
 * the process. They exchange one line per request and one per outcome.
 */
@NullMarked
package dev.linger.lab.workload;

import org.jspecify.annotations.NullMarked;
