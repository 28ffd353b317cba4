// SPDX-License-Identifier: Apache-2.0
/** A look at this host for a few seconds, without Kafka. */
@NullMarked
package dev.linger.cli.doctor;

import org.jspecify.annotations.NullMarked;
