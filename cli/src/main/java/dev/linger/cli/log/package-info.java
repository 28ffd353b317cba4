// SPDX-License-Identifier: Apache-2.0
/** Where the log goes. */
@NullMarked
package dev.linger.cli.log;

import org.jspecify.annotations.NullMarked;
