// SPDX-License-Identifier: Apache-2.0
/** What every part of Linger agrees on; the parts meet only at the types below this package. */
@NullMarked
package dev.linger.model;

import org.jspecify.annotations.NullMarked;
