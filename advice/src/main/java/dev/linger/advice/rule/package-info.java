// SPDX-License-Identifier: Apache-2.0
/** One rule per file. */
@NullMarked
package dev.linger.advice.rule;

import org.jspecify.annotations.NullMarked;
