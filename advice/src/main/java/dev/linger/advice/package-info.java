// SPDX-License-Identifier: Apache-2.0
/**
 * From a service's minute to findings and advice: pure functions, without I/O and without a clock.
 */
@NullMarked
package dev.linger.advice;

import org.jspecify.annotations.NullMarked;
