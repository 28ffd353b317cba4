// SPDX-License-Identifier: Apache-2.0
/** What a collector read of the settings and counters of one kernel. */
@NullMarked
package dev.linger.model.kernel;

import org.jspecify.annotations.NullMarked;
