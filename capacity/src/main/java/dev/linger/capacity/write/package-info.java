// SPDX-License-Identifier: Apache-2.0
/** From forecasts and dead letters to Kafka records. */
@NullMarked
package dev.linger.capacity.write;

import org.jspecify.annotations.NullMarked;
