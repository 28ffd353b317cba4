// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import dev.linger.model.Require;

import org.jspecify.annotations.Nullable;

/**
 * How near a service of the host is to limits that all its endpoints share.
 *
 * @param service owner's name
 * @param localPorts its local ports; absent where it has no client-side connection, or too few to
 *     say anything
 * @param descriptors its process that is nearest to its limit; absent where none is near
 */
public record ServiceLimits(
        String service, @Nullable LocalPorts localPorts, @Nullable Descriptors descriptors) {
    /** Refuses an overlong name. */
    public ServiceLimits {
        Require.name("limits.service", Require.present("limits.service", service));
    }

    /**
     * Ephemeral ports of one source address that a service uses, over all endpoints together. The
     * kernel gives one port to many endpoints unless it was bound before connect().
     *
     * @param namespace inode of the network namespace
     * @param sourceAddress local address, as text
     * @param distinct different local ports
     * @param connections four-tuples on them, in every state
     * @param endpoints endpoints that would share the connections evenly, n^2 over the sum of the
     *     squares: a busy one beside three idle ones counts as one
     * @param usable ports of ip_local_port_range, less reserved ones and those of listeners
     */
    public record LocalPorts(
            long namespace,
            String sourceAddress,
            long distinct,
            long connections,
            long endpoints,
            long usable) {
        /** Refuses negative counts and more ports than connections. */
        public LocalPorts {
            Require.notNegative("localPorts.namespace", namespace);
            Require.name("localPorts.sourceAddress", sourceAddress);
            Require.notNegative("localPorts.distinct", distinct);
            Require.notNegative("localPorts.connections", connections);
            Require.notNegative("localPorts.endpoints", endpoints);
            Require.notNegative("localPorts.usable", usable);
            if (distinct > connections) {
                throw new IllegalArgumentException(
                        "localPorts.distinct is "
                                + distinct
                                + "; each has a connection, and there are "
                                + connections);
            }
        }

        /** Different ports over usable ones, 0 to about 1; 1 where nothing is usable. */
        public double utilisation() {
            return usable == 0 ? 1 : (double) distinct / usable;
        }
    }

    /**
     * File descriptors of one process. TIME_WAIT sockets have none.
     *
     * @param pid its number on the host
     * @param used open descriptors
     * @param limit the soft limit of RLIMIT_NOFILE, at which accept() and socket() fail with EMFILE
     */
    public record Descriptors(long pid, long used, long limit) {
        /** Refuses negative counts. */
        public Descriptors {
            Require.notNegative("descriptors.pid", pid);
            Require.notNegative("descriptors.used", used);
            Require.notNegative("descriptors.limit", limit);
        }

        /** Used over limit, 0 to 1; 1 where nothing is allowed. */
        public double utilisation() {
            return limit == 0 ? 1 : (double) used / limit;
        }
    }
}
