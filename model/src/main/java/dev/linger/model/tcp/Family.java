// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

/** Address family of a connection. An IPv4-mapped IPv6 address counts as {@link #INET}. */
public enum Family {
    INET,
    INET6
}
