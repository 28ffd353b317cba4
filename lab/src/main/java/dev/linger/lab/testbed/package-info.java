// SPDX-License-Identifier: Apache-2.0
/**
 * A piece of this host for one experiment: network namespaces, services as cgroups, and processes
 * in them, all given back at the end. Needs root.
 */
@NullMarked
package dev.linger.lab.testbed;

import org.jspecify.annotations.NullMarked;
