// SPDX-License-Identifier: Apache-2.0
/** The commands, one per class, with their options. */
@NullMarked
package dev.linger.cli.command;

import org.jspecify.annotations.NullMarked;
