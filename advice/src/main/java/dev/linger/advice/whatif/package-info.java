// SPDX-License-Identifier: Apache-2.0
/** What becomes of ports, memory and time-outs when one thing or another is changed. */
@NullMarked
package dev.linger.advice.whatif;

import org.jspecify.annotations.NullMarked;
