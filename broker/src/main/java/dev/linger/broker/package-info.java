// SPDX-License-Identifier: Apache-2.0
/** A Kafka broker inside this process, and the topics that Linger needs on any cluster. */
@NullMarked
package dev.linger.broker;

import org.jspecify.annotations.NullMarked;
