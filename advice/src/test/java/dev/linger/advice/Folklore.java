// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sentences that experiments have refuted and that advice must never contain. */
final class Folklore {
    /** A refuted claim and how it is recognised. */
    record Claim(Pattern pattern, String refutation) {}

    private static final List<Claim> CLAIMS =
            List.of(
                    claim(
                            "tcp_fin_timeout\\s*=\\s*\"?(?!60\\b)\\d",
                            "tcp_fin_timeout has no effect on TIME_WAIT; only 60 is advised"),
                    claim(
                            "tcp_fin_timeout(?:(?!\\. |;).)*(shorten|reduce|lower|cut)(?:(?!\\. |;).)*TIME_WAIT",
                            "tcp_fin_timeout does not shorten TIME_WAIT"),
                    claim("tcp_tw_recycle\\s*=\\s*\"?1", "removed in 4.12, broke NAT before"),
                    claim(
                            "(enable|turn on|switch on|use) (net\\.ipv4\\.)?tcp_tw_recycle",
                            "as above"),
                    claim(
                            "(lower|reduce|decrease|shrink)(?:(?!\\. |;).)*tcp_max_tw_buckets",
                            "a lower tcp_max_tw_buckets discards the protection"),
                    claim("tcp_max_tw_buckets\\s*=\\s*\"?\\d{1,5}\\b", "as above"),
                    claim(
                            "\\b2 ?\\*? ?MSL\\b",
                            "TIME_WAIT is 60 s on Linux, a constant of its own"),
                    claim(
                            "TIME_WAIT (lasts|is|takes) (30 s|2 min|4 min|120 s|240 s)",
                            "it is 60 s"),
                    claim(
                            "TIME_WAIT[^.;,]*(uses|holds|takes|occupies|costs)[^.;,]*(descriptor|thread)",
                            "TIME_WAIT has neither"),
                    claim(
                            "(server|listener)(?:(?!\\. |;).)*(runs? out of|exhausts?)(?:(?!\\. |;).)* ports",
                            "a server's TIME_WAIT takes no port away"),
                    claim("28,?232 connections in (all|total)", "the limit is per destination"),
                    claim("overflow(?:(?!\\. |;).)*(log|dmesg|warning)", "6.18 logs nothing"),
                    claim(
                            "queue(?:(?!\\. |;).)*(sends?|answers? with|returns?) (an? )?(RST|reset)",
                            "a full accept queue drops in silence"),
                    claim(
                            "tcp_keepalive_\\w+(?:(?!\\. |;).)*(enables?|turns? on|switches on|activates?)",
                            "a sysctl does not switch keep-alive on"),
                    claim(
                            "keep-?alive(?:(?!\\. |;).)*(protects?|covers?|guards?)(?:(?!\\. |;).)*(in flight|request)",
                            "with data in flight keep-alive does nothing"),
                    claim(
                            "TCP_USER_TIMEOUT(?:(?!\\. |;).)*(guards?|ends?|detects?|covers?)(?:(?!\\. |;).)*idle",
                            "without keep-alive it does nothing on an idle socket"),
                    claim(
                            "\\b(set|use|enable|with)\\s(?:(?!\\. |;).)*SO_LINGER",
                            "SO_LINGER 0 loses data; it is no tuning"),
                    claim(
                            "(always|generally) faster",
                            "44 ms against 0.16 ms a request was measured"),
                    claim("ss -K", "killing TIME_WAIT removes the protection"),
                    claim(
                            "tcp_tw_reuse(?:(?!\\. |;).)*default(?:(?!\\. |;).)*\\b0\\b",
                            "the default is 2 since 4.19"));

    private Folklore() {}

    private static Claim claim(String pattern, String refutation) {
        return new Claim(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), refutation);
    }

    /** The refuted claims in a text, quoted with their refutation. */
    static List<String> in(String text) {
        List<String> found = new ArrayList<>();
        for (Claim claim : CLAIMS) {
            Matcher matcher = claim.pattern().matcher(text);
            if (matcher.find()) {
                found.add("'" + matcher.group() + "': " + claim.refutation());
            }
        }
        return found;
    }
}
