// SPDX-License-Identifier: Apache-2.0
/** Ephemeral ports, TIME_WAIT and how often connections are opened. */
@NullMarked
package dev.linger.lab.scenario.ports;

import org.jspecify.annotations.NullMarked;
