// SPDX-License-Identifier: Apache-2.0
/** Peers that vanish, and who notices. */
@NullMarked
package dev.linger.lab.scenario.keepalive;

import org.jspecify.annotations.NullMarked;
