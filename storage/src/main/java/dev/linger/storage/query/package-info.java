// SPDX-License-Identifier: Apache-2.0
/**
 * What is asked of the history: one record and its SQL per question. Each takes an open {@code
 * Handle}, so that whoever asks several questions can ask them within one transaction.
 */
@NullMarked
package dev.linger.storage.query;

import org.jspecify.annotations.NullMarked;
