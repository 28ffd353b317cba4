// SPDX-License-Identifier: Apache-2.0
/** The JSON form of everything that travels. */
@NullMarked
package dev.linger.model.json;

import org.jspecify.annotations.NullMarked;
