// SPDX-License-Identifier: Apache-2.0
/**
 * Sends snapshots to Kafka, in order, each once while the collector runs; keeps them in bounded
 * memory and on disk while Kafka is away.
 *
 * <pre>
 *  Collector --add--> Outbox [ memory | Spool on disk ] --batch--> Sender --> KafkaProducer
 *                                      &lt;----- release, once acknowledged -----
 * </pre>
 */
@NullMarked
package dev.linger.collector.publish;

import org.jspecify.annotations.NullMarked;
