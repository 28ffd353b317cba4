// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

/**
 * Names of the first phase's stores.
 *
 * @param minutes open minutes of each host
 * @param kernels the two latest kernel snapshots of each host
 * @param presence what is known of each host apart from its sockets
 * @param labels what operators say of each host
 * @param closed the minute through which the partition is closed
 */
public record HostStores(
        String minutes, String kernels, String presence, String labels, String closed) {}
