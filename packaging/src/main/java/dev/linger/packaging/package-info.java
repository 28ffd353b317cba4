// SPDX-License-Identifier: Apache-2.0
/** Builds what the collector's package holds. */
@NullMarked
package dev.linger.packaging;

import org.jspecify.annotations.NullMarked;
