// SPDX-License-Identifier: Apache-2.0
/** The Kafka topics, each declared once, and what becomes of records that cannot be read. */
@NullMarked
package dev.linger.model.topic;

import org.jspecify.annotations.NullMarked;
