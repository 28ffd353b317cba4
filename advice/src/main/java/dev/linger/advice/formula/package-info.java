// SPDX-License-Identifier: Apache-2.0
/**
 * The arithmetic of TIME_WAIT, ports, time-outs and queues, each formula checked against a
 * measurement.
 */
@NullMarked
package dev.linger.advice.formula;

import org.jspecify.annotations.NullMarked;
