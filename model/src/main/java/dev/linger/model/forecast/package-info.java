// SPDX-License-Identifier: Apache-2.0
/** When a destination will run out of ports, if nothing changes. */
@NullMarked
package dev.linger.model.forecast;

import org.jspecify.annotations.NullMarked;
