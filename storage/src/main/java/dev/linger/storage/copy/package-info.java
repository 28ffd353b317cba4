// SPDX-License-Identifier: Apache-2.0
/** Rows on their way into PostgreSQL: binary COPY into a temporary table, merged from there. */
@NullMarked
package dev.linger.storage.copy;

import org.jspecify.annotations.NullMarked;
