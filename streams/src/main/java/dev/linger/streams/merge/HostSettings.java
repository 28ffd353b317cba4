// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.advice.FleetSettings;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.rule.SysctlDrift;
import dev.linger.model.minute.CompactInput;
import dev.linger.model.minute.CompactOutput;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the hosts of a fleet are set: hosts that are set alike share one entry, so that a fleet takes
 * little more than the names of its hosts. Mutable, for one thread.
 */
public final class HostSettings {
    private static final int PIECE_BYTES = 64 << 10;

    private final Map<Map<String, String>, List<String>> hosts = new HashMap<>();

    /** Starts without hosts. */
    public HostSettings() {}

    /** Adds a host with what may be compared of its settings. */
    public void add(String host, Map<String, String> settings) {
        hosts.computeIfAbsent(settings, alike -> new ArrayList<>()).add(host);
    }

    /** Adds the hosts of one piece. */
    public void addBytes(byte[] bytes) {
        CompactInput in = new CompactInput(bytes);
        while (in.position() < bytes.length) {
            Map<String, String> settings = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                settings.put(in.readText(), in.readText());
            }
            for (int left = in.readInt(); left > 0; left--) {
                add(in.readText(), settings);
            }
        }
    }

    /** The internal form, in pieces of some 64 KiB that can be read each on its own. */
    public List<byte[]> split() {
        List<byte[]> pieces = new ArrayList<>();
        CompactOutput out = new CompactOutput();
        for (Map.Entry<Map<String, String>, List<String>> entry : hosts.entrySet()) {
            List<String> alike = entry.getValue();
            for (int from = 0; from < alike.size(); from += 256) {
                write(out, entry.getKey(), alike.subList(from, Math.min(from + 256, alike.size())));
                if (out.length() > PIECE_BYTES) {
                    pieces.add(out.toByteArray());
                    out = new CompactOutput();
                }
            }
        }
        if (out.length() > 0) {
            pieces.add(out.toByteArray());
        }
        return pieces;
    }

    private static void write(CompactOutput out, Map<String, String> settings, List<String> alike) {
        out.writeInt(settings.size());
        settings.forEach((name, value) -> {
            out.writeText(name);
            out.writeText(value);
        });
        out.writeInt(alike.size());
        alike.forEach(out::writeText);
    }

    /** What shows, by host in order; hosts set like the others and the baseline are left out. */
    public Map<String, List<Signal>> judge(Thresholds thresholds) {
        Map<String, List<Signal>> verdicts = new TreeMap<>();
        Map<Map<String, String>, Integer> votes = new HashMap<>();
        hosts.forEach((settings, alike) -> votes.put(settings, alike.size()));
        FleetSettings fleet = FleetSettings.of(votes);
        SysctlDrift rule = new SysctlDrift();
        hosts.forEach((settings, alike) -> {
            for (String host : alike) {
                List<Signal> signals = rule.evaluate(host, settings, fleet, thresholds);
                if (signals.isEmpty()) {
                    return;
                }
                verdicts.put(host, signals);
            }
        });
        return verdicts;
    }
}
