// SPDX-License-Identifier: Apache-2.0
/** The HTTP side: routes, files, headers, JSON. */
@NullMarked
package dev.linger.dashboard.http;

import org.jspecify.annotations.NullMarked;
