// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.forecast;

/**
 * What is kept of a minute.
 *
 * @param utilisation used over usable ports, 0 to about 1
 * @param usablePorts usable ephemeral ports
 * @param offset offset of the record that said so
 */
public record PortUse(double utilisation, long usablePorts, long offset) {}
