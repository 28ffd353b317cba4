// SPDX-License-Identifier: Apache-2.0
/** The second phase, partitioned by service: sums of all partitions into service-minutes. */
@NullMarked
package dev.linger.streams.merge;

import org.jspecify.annotations.NullMarked;
