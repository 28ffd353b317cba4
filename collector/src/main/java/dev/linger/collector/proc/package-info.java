// SPDX-License-Identifier: Apache-2.0
/**
 * Settings and counters from files of procfs, whose root is a parameter. What /proc shows of the
 * network belongs to the namespace of the thread that reads it.
 */
@NullMarked
package dev.linger.collector.proc;

import org.jspecify.annotations.NullMarked;
