// SPDX-License-Identifier: Apache-2.0
/** How fast the history can be written, against what PostgreSQL itself can do. */
@NullMarked
package dev.linger.storage.bench;

import org.jspecify.annotations.NullMarked;
