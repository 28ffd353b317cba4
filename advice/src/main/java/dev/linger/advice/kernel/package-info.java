// SPDX-License-Identifier: Apache-2.0
/** What a kernel context says, typed; what it does not say is absent, never zero. */
@NullMarked
package dev.linger.advice.kernel;

import org.jspecify.annotations.NullMarked;
