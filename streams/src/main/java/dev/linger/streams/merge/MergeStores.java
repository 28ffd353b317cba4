// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

/**
 * Names of the second phase's stores.
 *
 * @param closed final partials of each service and source, kept a while after the minute
 * @param running latest partials of running minutes; not logged, the next live interval brings them
 *     anew
 * @param progress how far each source is
 */
public record MergeStores(String closed, String running, String progress) {}
