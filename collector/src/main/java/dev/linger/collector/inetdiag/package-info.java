// SPDX-License-Identifier: Apache-2.0
/**
 * Every TCP socket of a network namespace from one dump of {@code linux/inet_diag.h}.
 *
 * <p>A newcomer reads {@link dev.linger.collector.inetdiag.InetDiagDump}, then {@link
 * dev.linger.collector.inetdiag.InetDiagMsg}.
 */
@NullMarked
package dev.linger.collector.inetdiag;

import org.jspecify.annotations.NullMarked;
