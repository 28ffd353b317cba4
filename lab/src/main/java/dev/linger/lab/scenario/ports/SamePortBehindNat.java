// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.ACCEPT_QUEUE_FULL;
import static dev.linger.model.finding.RuleName.RFC1337_STALL;

import dev.linger.lab.scenario.Natted;
import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.testbed.Await;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.AwaitEnd;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Release;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S29: devices behind one address use the same source port, and meet each other's TIME_WAIT. */
public final class SamePortBehindNat implements Scenario {
    private static final int DEVICES = 12;
    private static final int PORT = 8081;
    private static final int STALL_SECONDS = 4;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S29",
                "12 devices behind one NAT address, the same source port, the server closes first",
                "all connect, some after PAWS refused their SYN; with tcp_rfc1337=1 some stall",
                9,
                Map.of(RFC1337_STALL, Severity.WARN),
                Set.of(ACCEPT_QUEUE_FULL));
    }

    @Override
    public void run(Trial trial) {
        Natted natted = trial.natted("");
        for (int device = 1; device <= DEVICES; device++) {
            natted.clientNamespace().address("veth0", address(device) + "/24");
        }
        natted.serve(OnAccept.CLOSE);
        Watch server = trial.watch(natted.serverNamespace());
        int connected = 0;
        for (int device = 1; device <= DEVICES; device++) {
            connected += natted.client().ask(dial(device)).succeeded();
            forget(trial, natted);
        }
        Observation healed = server.finish();
        trial.equal("connects", DEVICES, connected);
        trial.atLeast("SYNs that PAWS refused", 1, healed.increase("TcpExt.PAWSTimewait"));
        trial.judge(healed);

        natted.serverNamespace().sysctl("net.ipv4.tcp_rfc1337", "1");
        Watch stalling = trial.watch(natted.serverNamespace());
        int stalled = 0;
        for (int device = 1; device <= DEVICES && stalled == 0; device++) {
            long begin = System.nanoTime();
            natted.client().insist(new Connect(Natted.ENDPOINT, 1, 0, false, samePort(device)));
            natted.client().ask(new AwaitEnd(Natted.ENDPOINT, STALL_SECONDS));
            stalled += System.nanoTime() - begin >= STALL_SECONDS * 1_000_000_000L ? 1 : 0;
            natted.client().insist(new Release(Natted.ENDPOINT));
            forget(trial, natted);
        }
        trial.atLeast("connects that stall with tcp_rfc1337=1", 1, stalled);
        trial.judge(stalling.finish());
    }

    /** Once the client's end is closed, the router forgets everything. */
    private static void forget(Trial trial, Natted natted) {
        Await.until(
                "the client's socket is closed",
                Duration.ofSeconds(5),
                () ->
                        trial.watch(natted.clientNamespace())
                                        .finish()
                                        .count(Side.CLIENT, TcpState.LAST_ACK)
                                == 0);
        natted.natNamespace().run("conntrack", "-F");
    }

    private static Churn dial(int device) {
        return new Churn(List.of(Natted.ENDPOINT), 1, 0, Closer.SERVER, samePort(device));
    }

    private static Options samePort(int device) {
        return Options.boundTo(address(device), PORT, false, false);
    }

    private static String address(int device) {
        return "10.77.0." + (10 + device);
    }
}
