// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks, each against its physical limit and a peer in the same run: contestants take turns,
 * and what is reported are medians and the medians of the ratios of each turn. Absolute times of a
 * shared machine say little, ratios of one turn much.
 */
@NullMarked
package dev.linger.lab.bench;

import org.jspecify.annotations.NullMarked;
