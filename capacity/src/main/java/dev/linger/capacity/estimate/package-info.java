// SPDX-License-Identifier: Apache-2.0
/**
 * The mathematics of a forecast: percentiles, a robust trend, and when a line reaches a limit.
 * Plain Java.
 */
@NullMarked
package dev.linger.capacity.estimate;

import org.jspecify.annotations.NullMarked;
