// SPDX-License-Identifier: Apache-2.0
/** The history in PostgreSQL: its schema, and the sink that fills it from Kafka. */
@NullMarked
package dev.linger.storage;

import org.jspecify.annotations.NullMarked;
