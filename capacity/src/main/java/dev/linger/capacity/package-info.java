// SPDX-License-Identifier: Apache-2.0
/** The Flink job: service-minutes to forecasts, over a stream or over a range. */
@NullMarked
package dev.linger.capacity;

import org.jspecify.annotations.NullMarked;
