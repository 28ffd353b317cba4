// SPDX-License-Identifier: Apache-2.0
/** What-if on the command line: the setup now and then, and the table of both. */
@NullMarked
package dev.linger.cli.whatif;

import org.jspecify.annotations.NullMarked;
