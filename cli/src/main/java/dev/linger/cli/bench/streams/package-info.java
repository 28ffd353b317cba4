// SPDX-License-Identifier: Apache-2.0
/**
 * {@code linger bench streams}: the pipeline against a bare consumer and a naive topology, each in
 * a process of its own, with a real broker.
 */
@NullMarked
package dev.linger.cli.bench.streams;

import org.jspecify.annotations.NullMarked;
