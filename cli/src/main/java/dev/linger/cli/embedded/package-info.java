// SPDX-License-Identifier: Apache-2.0
/** The data directory of {@code linger up}, and the database that lives in it. */
@NullMarked
package dev.linger.cli.embedded;

import org.jspecify.annotations.NullMarked;
