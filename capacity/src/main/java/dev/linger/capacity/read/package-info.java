// SPDX-License-Identifier: Apache-2.0
/**
 * From the topic of service-minutes to the port use of single endpoints, or to the dead letters.
 */
@NullMarked
package dev.linger.capacity.read;

import org.jspecify.annotations.NullMarked;
