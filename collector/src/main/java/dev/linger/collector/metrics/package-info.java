// SPDX-License-Identifier: Apache-2.0
/** What the collector offers to Prometheus, under names that people already chart. */
@NullMarked
package dev.linger.collector.metrics;

import org.jspecify.annotations.NullMarked;
