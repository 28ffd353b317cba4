// SPDX-License-Identifier: Apache-2.0
/** The third step, partitioned by service: minutes into findings that open, last and resolve. */
@NullMarked
package dev.linger.streams.finding;

import org.jspecify.annotations.NullMarked;
