// SPDX-License-Identifier: Apache-2.0
/** Anomalies, their life, and the changes proposed against them. */
@NullMarked
package dev.linger.model.finding;

import org.jspecify.annotations.NullMarked;
