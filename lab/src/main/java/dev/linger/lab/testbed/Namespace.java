// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace of our own, with its loopback interface up. It begins with the kernel's
 * defaults, not with the host's sysctls.
 */
public final class Namespace implements AutoCloseable {
    static final Path RUN_NETNS = Path.of("/run/netns");

    private final String name;

    private Namespace(String name) {
        this.name = name;
    }

    /** The last word of its name: what the experiment calls it. */
    public String label() {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    static Namespace create(String name) {
        Shell.run(List.of("ip", "netns", "add", name));
        Namespace namespace = new Namespace(name);
        try {
            namespace.ip("link", "set", "lo", "up");
        } catch (TestbedException failure) {
            namespace.close();
            throw failure;
        }
        return namespace;
    }

    static void delete(String name) {
        Shell.run(List.of("ip", "netns", "del", name));
    }

    /** The name that {@code ip netns} knows it by. */
    public String name() {
        return name;
    }

    /** The file that stands for it: what {@code collector.namespace} and nsenter take. */
    public Path path() {
        return RUN_NETNS.resolve(name);
    }

    /** Sets a sysctl inside, named with dots: {@code net.ipv4.tcp_tw_reuse}. */
    public void sysctl(String key, String value) {
        run("sysctl", "-q", "-w", key + "=" + value);
    }

    /** Adds an address to an interface, as in {@code 10.0.0.1/24}. */
    public void address(String device, String address) {
        ip("address", "add", address, "dev", device);
    }

    /** From now on drops every packet that comes in, as a host does that lost its network. */
    public void dropAllInput() {
        run("nft", "add table inet lab");
        run("nft", "add chain inet lab input { type filter hook input priority 0; policy drop; }");
    }

    /**
     * From now on sends no RST. A late ACK of this end makes a TIME_WAIT of the peer answer; the
     * RST that would follow ends that TIME_WAIT early, up to 4 % of them, and spoils its count.
     */
    public void dropOutgoingResets() {
        run("nft", "add table inet lab");
        run("nft", "add chain inet lab output { type filter hook output priority 0; }");
        run("nft", "add rule inet lab output tcp flags rst drop");
    }

    /** Runs a command inside and returns what it printed. */
    public String run(String... command) {
        return Shell.run(inside(List.of(command)));
    }

    /**
     * The command that runs another one inside. nsenter rather than {@code ip netns exec}: the
     * latter mounts a new /sys, and the cgroup files vanish.
     */
    List<String> inside(List<String> command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + path(), "--"));
        words.addAll(command);
        return words;
    }

    /** Joins two namespaces by a veth pair, named after the namespace at the other end. */
    static void link(Namespace left, String leftAddress, Namespace right, String rightAddress) {
        left.ip(
                "link",
                "add",
                "veth0",
                "type",
                "veth",
                "peer",
                "name",
                "veth0",
                "netns",
                right.name);
        left.address("veth0", leftAddress);
        right.address("veth0", rightAddress);
        left.ip("link", "set", "veth0", "up");
        right.ip("link", "set", "veth0", "up");
    }

    private void ip(String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(words));
        Shell.run(command);
    }

    /** Removes it, and with it its interfaces, connections and TIME_WAIT. */
    @Override
    public void close() {
        delete(name);
    }
}
