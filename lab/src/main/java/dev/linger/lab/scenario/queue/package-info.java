// SPDX-License-Identifier: Apache-2.0
/** Connections that wait for accept(). */
@NullMarked
package dev.linger.lab.scenario.queue;

import org.jspecify.annotations.NullMarked;
