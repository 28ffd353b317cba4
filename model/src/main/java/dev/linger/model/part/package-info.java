// SPDX-License-Identifier: Apache-2.0
/** What every running part of Linger offers to whoever starts it. */
@NullMarked
package dev.linger.model.part;

import org.jspecify.annotations.NullMarked;
