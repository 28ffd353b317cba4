// SPDX-License-Identifier: Apache-2.0
/**
 * The native boundary: the few calls of libc that Java has no form of, typed, with the errno of
 * each. The only package that uses {@link java.lang.foreign.Linker}.
 */
@NullMarked
package dev.linger.collector.linux;

import org.jspecify.annotations.NullMarked;
