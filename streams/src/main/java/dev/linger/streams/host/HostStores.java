// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

/**
 * Names of the first phase's stores.
 *
 * @param kernels the two latest kernel snapshots of each host
 * @param presence what is known of each host apart from its sockets
 * @param labels what operators say of each host
 * @param moved minutes of the snapshots whose own time is not believed, by offset
 * @param position how far the partition is read and closed
 */
public record HostStores(
        String kernels, String presence, String labels, String moved, String position) {}
