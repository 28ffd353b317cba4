// SPDX-License-Identifier: Apache-2.0
/** Configuration keys with their defaults, and the refusal of unknown ones. */
@NullMarked
package dev.linger.model.settings;

import org.jspecify.annotations.NullMarked;
