// SPDX-License-Identifier: Apache-2.0
/**
 * One class for each family of tables: its columns, and how rows that are there already are merged
 * with those that come.
 */
@NullMarked
package dev.linger.storage.table;

import org.jspecify.annotations.NullMarked;
