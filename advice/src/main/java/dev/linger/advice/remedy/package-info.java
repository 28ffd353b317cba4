// SPDX-License-Identifier: Apache-2.0
/** Changes that more than one rule proposes, with their expected effect computed. */
@NullMarked
package dev.linger.advice.remedy;

import org.jspecify.annotations.NullMarked;
