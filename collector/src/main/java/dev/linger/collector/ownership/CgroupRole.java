// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

/** What the path of a cgroup tells of the sockets in it. */
public sealed interface CgroupRole {
    /**
     * It belongs to one service.
     *
     * @param service its name
     */
    record Service(String service) implements CgroupRole {}

    /**
     * It belongs to one container.
     *
     * @param id the runtime's identifier, 64 hexadecimal digits
     * @param podUid uid of the Kubernetes pod, with dashes; empty where it is in no pod
     */
    record Container(String id, String podUid) implements CgroupRole {}

    /** Many services share it: the root, a user session. Their executables tell them apart. */
    record Shared() implements CgroupRole {}
}
