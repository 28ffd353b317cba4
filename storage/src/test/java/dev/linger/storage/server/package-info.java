// SPDX-License-Identifier: Apache-2.0
/** PostgreSQL servers that tests start, kill, copy and promote. */
@NullMarked
package dev.linger.storage.server;

import org.jspecify.annotations.NullMarked;
