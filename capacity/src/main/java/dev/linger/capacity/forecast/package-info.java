// SPDX-License-Identifier: Apache-2.0
/** The trailing minutes of one service and endpoint, and the forecast that they give. */
@NullMarked
package dev.linger.capacity.forecast;

import org.jspecify.annotations.NullMarked;
