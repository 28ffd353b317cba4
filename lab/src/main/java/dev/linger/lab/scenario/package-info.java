// SPDX-License-Identifier: Apache-2.0
/**
 * Experiments on the real kernel with what must come out: counts, errors, and which rules must and
 * must not speak. They are the acceptance tests of the rules.
 */
@NullMarked
package dev.linger.lab.scenario;

import org.jspecify.annotations.NullMarked;
