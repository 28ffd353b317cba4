// SPDX-License-Identifier: Apache-2.0
/** Messages of {@code linux/netlink.h}, read from words that were received before. */
@NullMarked
package dev.linger.collector.netlink;

import org.jspecify.annotations.NullMarked;
