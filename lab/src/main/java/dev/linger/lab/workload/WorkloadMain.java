// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The process: reads one request per line, prints one outcome per line, ends with its input. */
public final class WorkloadMain {
    private static final List<Class<? extends Record>> REQUESTS =
            List.of(
                    Request.Listen.class,
                    Request.Connect.class,
                    Request.Churn.class,
                    Request.Exchange.class,
                    Request.Saturate.class,
                    Request.Duplicate.class,
                    Request.Inherit.class,
                    Request.Tally.class,
                    Request.Send.class,
                    Request.AwaitEnd.class,
                    Request.Release.class);

    private final Servers servers = new Servers();
    private final Clients clients = new Clients();

    private WorkloadMain() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        PrintWriter outcomes =
                new PrintWriter(
                        new OutputStreamWriter(
                                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
        BufferedReader requests =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        WorkloadMain workload = new WorkloadMain();
        outcomes.println(Workload.READY);
        outcomes.flush();
        for (@Nullable String line = requests.readLine();
                line != null;
                line = requests.readLine()) {
            Request request = (Request) Line.read(line, REQUESTS);
            outcomes.println(Line.write(workload.answer(request)));
            outcomes.flush();
        }
        Runtime.getRuntime().halt(0);
    }

    private Outcome answer(Request request) {
        return switch (request) {
            case Request.Listen listen -> servers.listen(listen);
            case Request.Connect connect -> clients.connect(connect);
            case Request.Churn churn -> new ChurnRun(churn).run();
            case Request.Exchange exchange -> new HttpRun(exchange).run();
            case Request.Saturate saturate -> new SaturateRun(saturate).run();
            case Request.Duplicate duplicate -> clients.duplicate(duplicate);
            case Request.Inherit inherit -> clients.inherit(inherit);
            case Request.Tally tally -> Outcome.of(servers.tally(tally));
            case Request.Send send -> clients.send(send);
            case Request.AwaitEnd await -> clients.awaitEnd(await);
            case Request.Release release ->
                    Outcome.of(clients.release(release) + servers.release(release));
        };
    }
}
