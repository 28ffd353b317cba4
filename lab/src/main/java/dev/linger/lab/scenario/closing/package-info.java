// SPDX-License-Identifier: Apache-2.0
/** How connections end, and what is left when an end forgets to close. */
@NullMarked
package dev.linger.lab.scenario.closing;

import org.jspecify.annotations.NullMarked;
