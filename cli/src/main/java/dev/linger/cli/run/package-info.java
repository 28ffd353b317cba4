// SPDX-License-Identifier: Apache-2.0
/** Running parts: their settings, their health over HTTP, and the signal that stops them. */
@NullMarked
package dev.linger.cli.run;

import org.jspecify.annotations.NullMarked;
