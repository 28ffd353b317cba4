// SPDX-License-Identifier: Apache-2.0
/** Everything on one machine, in one process. */
@NullMarked
package dev.linger.cli.up;

import org.jspecify.annotations.NullMarked;
