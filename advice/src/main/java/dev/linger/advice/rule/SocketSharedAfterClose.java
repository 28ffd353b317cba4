// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.SocketMemory;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Stalls;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A second descriptor keeps the connection open after close(). */
public final class SocketSharedAfterClose implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.SOCKET_SHARED_AFTER_CLOSE;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "Idle connections are under two descriptors: a library duplicated them, or a child"
                        + " process inherited them. close() of one sends no FIN; both ends stay"
                        + " ESTABLISHED until the last one is closed.",
                "ESTABLISHED sockets, silent for 10 s, whose inode is under two descriptors of"
                        + " processes; standard input, output and error of one process count as"
                        + " one. Processes are looked at in turn, and what was found each time.",
                "info from one socket on average; warn from rules.shared-sockets-warn (10).",
                "Listening sockets, which servers share with their workers; programs started by"
                        + " inetd; sshd, whose monitor keeps the connection too, below the number"
                        + " that warns.",
                "dup() and close() of the first: both ends ESTABLISHED, no FIN, the peer's recv()"
                        + " blocked; the close of the second sent the FIN. A forked child kept a"
                        + " connection ESTABLISHED until it ended, and only the child was listed.",
                "S12 S13");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        Stalls stalls = endpoint.sockets().mean().stalls();
        if (stalls == null || stalls.shared() == 0) {
            return null;
        }
        long shared = stalls.shared();
        return Signal.of(
                this,
                shared >= thresholds.sharedSocketsWarn() ? Severity.WARN : Severity.INFO,
                minute,
                endpoint,
                new Figures()
                        .with("sharedSockets", shared)
                        .with(
                                "establishedSockets",
                                endpoint.sockets().mean().states().established())
                        .with("heldMemoryBytes", SocketMemory.establishedBytes(shared))
                        .by(Formula.LAST_CLOSE),
                List.of(closeCopies(endpoint)));
    }

    private static Proposal closeCopies(EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "close every copy: open sockets with SOCK_CLOEXEC (accept4, socket) so that no"
                        + " child inherits them; Go close the os.File that conn.File() returned, for"
                        + " it is a copy; Python subprocess with close_fds=True; after fork() close"
                        + " in the parent what the child serves. Where the connection must end at"
                        + " once, shutdown(fd, SHUT_RDWR) before close(fd): it ends for all copies",
                new Figures().with("sharedSockets", 0L).by(Formula.LAST_CLOSE).map(),
                "shutdown() ends the connection also for a child that still serves it",
                SsCommand.list("ep", "established", endpoint.side(), endpoint.endpoint())
                        + " lists every process and descriptor behind users:, and one inode",
                "take the change of the code back");
    }
}
