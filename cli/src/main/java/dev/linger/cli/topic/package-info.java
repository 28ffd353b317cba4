// SPDX-License-Identifier: Apache-2.0
/** The creation of the topics on a broker. */
@NullMarked
package dev.linger.cli.topic;

import org.jspecify.annotations.NullMarked;
