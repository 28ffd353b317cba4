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

    /** Sends what is for other networks to a router. */
    public void defaultRoute(String router) {
        ip("route", "add", "default", "via", router);
    }

    /** From now on drops every packet that comes in, as a host does that lost its network. */
    public void dropAllInput() {
        nft(
                "add table inet silence",
                "add chain inet silence input { type filter hook input priority 0; policy drop; }");
    }

    /**
     * From now on sends no RST. A late ACK of this end makes a TIME_WAIT of the peer answer; the
     * RST that would follow ends that TIME_WAIT early, 3 % of them on a loaded machine, and spoils
     * its count.
     */
    public void dropOutgoingResets() {
        nft(
                "add table inet resets",
                "add chain inet resets output { type filter hook output priority 0; }",
                "add rule inet resets output tcp flags rst drop");
    }

    /** From now on sends no bare ACK and no data, until {@link #sendAcksAgain}. */
    public void holdAcks() {
        nft(
                "add table inet acks",
                "add chain inet acks output { type filter hook output priority 0; }",
                "add rule inet acks output tcp flags & (syn | rst) == 0 drop");
    }

    /** Ends {@link #holdAcks}. */
    public void sendAcksAgain() {
        nft("delete table inet acks");
    }

    /**
     * Changes the packet filter.
     *
     * @param commands as nft(8) takes them, one by one
     */
    public void nft(String... commands) {
        for (String command : commands) {
            run("nft", command);
        }
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

    /** Joins two namespaces by a veth pair. */
    static void link(Namespace left, Port leftPort, Namespace right, Port rightPort) {
        left.ip(
                "link",
                "add",
                leftPort.device(),
                "type",
                "veth",
                "peer",
                "name",
                rightPort.device(),
                "netns",
                right.name);
        left.address(leftPort.device(), leftPort.address());
        right.address(rightPort.device(), rightPort.address());
        left.ip("link", "set", leftPort.device(), "up");
        right.ip("link", "set", rightPort.device(), "up");
    }

    /**
     * One end of a link.
     *
     * @param device name of the interface
     * @param address its address with its prefix length, as in {@code 10.0.0.1/24}
     */
    public record Port(String device, String address) {}

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
