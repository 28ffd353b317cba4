// SPDX-License-Identifier: Apache-2.0
/** The web page and the HTTP API over what the sink wrote to PostgreSQL. */
@NullMarked
package dev.linger.dashboard;

import org.jspecify.annotations.NullMarked;
