// SPDX-License-Identifier: Apache-2.0
/** Reads of the history that never wait long and never throw away what was last known. */
@NullMarked
package dev.linger.dashboard.read;

import org.jspecify.annotations.NullMarked;
