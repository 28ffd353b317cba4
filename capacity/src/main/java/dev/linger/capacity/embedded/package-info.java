// SPDX-License-Identifier: Apache-2.0
/** Flink inside this process: a small cluster, and the checkpoints that outlive it. */
@NullMarked
package dev.linger.capacity.embedded;

import org.jspecify.annotations.NullMarked;
