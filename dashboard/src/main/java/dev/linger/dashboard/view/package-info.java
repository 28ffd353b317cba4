// SPDX-License-Identifier: Apache-2.0
/** What stands on a page: numbers turned into words and shapes. Pure, without I/O and clock. */
@NullMarked
package dev.linger.dashboard.view;

import org.jspecify.annotations.NullMarked;
