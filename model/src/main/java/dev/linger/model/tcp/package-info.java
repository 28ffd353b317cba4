// SPDX-License-Identifier: Apache-2.0
/** The vocabulary of TCP as the kernel and RFC 9293 use it. */
@NullMarked
package dev.linger.model.tcp;

import org.jspecify.annotations.NullMarked;
