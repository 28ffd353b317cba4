// SPDX-License-Identifier: Apache-2.0
/** The first phase, partitioned by host: snapshots into sums per service. */
@NullMarked
package dev.linger.streams.host;

import org.jspecify.annotations.NullMarked;
