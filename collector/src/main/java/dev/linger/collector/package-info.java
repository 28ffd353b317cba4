// SPDX-License-Identifier: Apache-2.0
/** The part that reads the sockets and settings of one host's kernel and sends them to Kafka. */
@NullMarked
package dev.linger.collector;

import org.jspecify.annotations.NullMarked;
