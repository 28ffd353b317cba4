// SPDX-License-Identifier: Apache-2.0
/** The program's entry. */
@NullMarked
package dev.linger.cli;

import org.jspecify.annotations.NullMarked;
