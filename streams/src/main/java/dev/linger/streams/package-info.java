// SPDX-License-Identifier: Apache-2.0
/**
 * The Kafka Streams application: snapshots of the fleet's hosts in, service-minutes, findings and
 * advice out. {@link dev.linger.streams.Pipeline} shows all of it.
 */
@NullMarked
package dev.linger.streams;

import org.jspecify.annotations.NullMarked;
