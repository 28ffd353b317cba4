// SPDX-License-Identifier: Apache-2.0
/** What a service did on the whole fleet within one minute. */
@NullMarked
package dev.linger.model.minute;

import org.jspecify.annotations.NullMarked;
