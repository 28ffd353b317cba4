// SPDX-License-Identifier: Apache-2.0
/** Predictions of the advice, each with its remedy really applied, beside what the kernel did. */
@NullMarked
package dev.linger.lab.evidence;

import org.jspecify.annotations.NullMarked;
