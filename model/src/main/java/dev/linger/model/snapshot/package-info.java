// SPDX-License-Identifier: Apache-2.0
/** What a collector saw of the sockets of one host at one moment. */
@NullMarked
package dev.linger.model.snapshot;

import org.jspecify.annotations.NullMarked;
