// SPDX-License-Identifier: Apache-2.0
/** Which service owns a socket, at a bounded price and without ever guessing. */
@NullMarked
package dev.linger.collector.ownership;

import org.jspecify.annotations.NullMarked;
