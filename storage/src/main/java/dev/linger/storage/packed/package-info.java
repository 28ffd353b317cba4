// SPDX-License-Identifier: Apache-2.0
/** Minutes that are some days old, an hour of a service in one row: docs/history.md. */
@NullMarked
package dev.linger.storage.packed;

import org.jspecify.annotations.NullMarked;
