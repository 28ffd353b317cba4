// SPDX-License-Identifier: Apache-2.0
/** {@code linger bench}: which benchmarks there are, and their figures as JSON and as a table. */
@NullMarked
package dev.linger.cli.bench;

import org.jspecify.annotations.NullMarked;
