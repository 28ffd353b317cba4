// SPDX-License-Identifier: Apache-2.0
/** What keeps the history in shape beside the writing: rollups, partitions ahead, retention. */
@NullMarked
package dev.linger.storage.upkeep;

import org.jspecify.annotations.NullMarked;
