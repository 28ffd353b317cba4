// SPDX-License-Identifier: Apache-2.0
/** Whether the tables say what the topics say. */
@NullMarked
package dev.linger.storage.verify;

import org.jspecify.annotations.NullMarked;
