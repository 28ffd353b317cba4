// SPDX-License-Identifier: Apache-2.0
/**
 * Between the two phases, partitioned by what is compared: hosts of all partitions side by side.
 */
@NullMarked
package dev.linger.streams.fleet;

import org.jspecify.annotations.NullMarked;
