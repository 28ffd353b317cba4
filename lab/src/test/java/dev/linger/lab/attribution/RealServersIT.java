// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.linux.NetworkNamespace;
import dev.linger.collector.sampling.SocketSampler;
import dev.linger.lab.testbed.Await;
import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.Testbed;
import dev.linger.model.settings.Settings;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.Side;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Debian's nginx and haproxy under load, each in a cgroup of its own: who owns the TIME_WAIT?
 *
 * <pre>
 *   visitor ──▶ :8080 nginx ──▶ :9090 haproxy ──▶ :7070 nginx
 *   /one   nginx speaks HTTP/1.0 to haproxy, which closes first: TIME_WAIT at haproxy
 *   /two   HTTP/1.1 without a pool: nginx closes first, TIME_WAIT at nginx as a client
 *   both   nginx closes the visitor's connection first: TIME_WAIT at nginx as a server
 * </pre>
 */
class RealServersIT {
    private static final System.Logger LOG = System.getLogger("dev.linger.bench");
    private static final int REQUESTS = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FRONT = "127.0.0.1:8080";
    private static final String MIDDLE = "127.0.0.1:9090";
    private static final String BACK = "127.0.0.1:7070";

    /** Who must own a TIME_WAIT, by side and endpoint. */
    private static final Map<String, String> OWNERS =
            Map.of(
                    Side.SERVER + " " + FRONT, "nginx",
                    Side.CLIENT + " " + MIDDLE, "nginx",
                    Side.SERVER + " " + MIDDLE, "haproxy",
                    Side.CLIENT + " " + BACK, "haproxy",
                    Side.SERVER + " " + BACK, "nginx");

    @TempDir private Path directory;

    @Test
    void shouldGiveNearlyEveryTimeWaitToItsService() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces take root");
        try (Testbed testbed = Testbed.open()) {
            Namespace namespace = testbed.namespace("web");
            namespace.sysctl("net.ipv4.tcp_rfc1337", "1");
            start(testbed, namespace);
            SocketSampler sampler = sampler(namespace);
            CompletableFuture<Integer> load =
                    CompletableFuture.supplyAsync(
                            () -> visit(namespace), Thread::startVirtualThread);
            do {
                sampler.sample();
                sampler.tick();
            } while (!load.isDone());
            assertThat(load.join()).isEqualTo(REQUESTS);
            SocketSnapshot last = sampler.sample();

            Map<String, Long> byOwner = new TreeMap<>();
            long all = 0;
            long right = 0;
            for (SocketGroup group : last.groups()) {
                long timeWait = group.states().timeWait();
                String place = group.side() + " " + group.endpoint();
                byOwner.merge(place + " " + group.service(), timeWait, Long::sum);
                all += timeWait;
                right += group.service().equals(OWNERS.get(place)) ? timeWait : 0;
            }
            byOwner.values().removeIf(count -> count == 0);
            double share = (double) right / all;
            LOG.log(
                    Level.INFO,
                    "TIME_WAIT with the right service: {0} of {1}, share {2}: {3}",
                    right,
                    all,
                    share,
                    byOwner);
            assertThat(share).as("%s", byOwner).isGreaterThanOrEqualTo(0.99);
            assertThat(byOwner)
                    .hasEntrySatisfying(
                            Side.SERVER + " " + FRONT + " nginx",
                            // A SYN from a port met before takes its TIME_WAIT's place.
                            count -> assertThat(count).isGreaterThan(REQUESTS / 2))
                    .containsKey(Side.SERVER + " " + MIDDLE + " haproxy")
                    .containsKey(Side.CLIENT + " " + MIDDLE + " nginx");
        }
    }

    private void start(Testbed testbed, Namespace namespace) throws IOException {
        Path nginx = directory.resolve("nginx.conf");
        Files.writeString(nginx, nginxConfiguration());
        Path haproxy = directory.resolve("haproxy.cfg");
        Files.writeString(haproxy, HAPROXY);
        testbed.program("nginx", inside(namespace, "nginx", "-c", nginx.toString()));
        testbed.program("haproxy", inside(namespace, "haproxy", "-db", "-f", haproxy.toString()));
        Await.until(
                "nginx and haproxy answer",
                PATIENCE,
                () -> {
                    try {
                        return NetworkNamespace.at(namespace.path())
                                .call(() -> request("/one").contains("200 OK"));
                    } catch (Exception notYet) {
                        return false;
                    }
                });
    }

    private static ProcessBuilder inside(Namespace namespace, String... command) {
        ProcessBuilder program = new ProcessBuilder("nsenter", "--net=" + namespace.path(), "--");
        program.command().addAll(List.of(command));
        return program.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    private static int visit(Namespace namespace) {
        try {
            return NetworkNamespace.at(namespace.path())
                    .call(() -> {
                        int answered = 0;
                        for (int number = 0; number < REQUESTS; number++) {
                            String answer = request(number % 2 == 0 ? "/one" : "/two");
                            answered += answer.contains("200 OK") ? 1 : 0;
                        }
                        return answered;
                    });
        } catch (Exception e) {
            throw new IllegalStateException("the load ended early", e);
        }
    }

    private static String request(String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080));
            socket.getOutputStream()
                    .write(
                            ("GET " + path + " HTTP/1.1\r\nHost: web\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static SocketSampler sampler(Namespace namespace) throws IOException {
        Map<String, String> settings =
                Map.of(
                        CollectorConfig.NAMESPACE.key(),
                        namespace.path().toString(),
                        CollectorConfig.HOST.key(),
                        "web");
        return new SocketSampler(
                CollectorConfig.from(Settings.of(settings, CollectorConfig.SETTINGS)),
                InstantSource.system());
    }

    private String nginxConfiguration() {
        return """
        daemon off;
        user root;
        worker_processes 2;
        pid DIRECTORY/nginx.pid;
        error_log DIRECTORY/error.log;
        events { worker_connections 512; }
        http {
            access_log off;
            client_body_temp_path DIRECTORY/body;
            proxy_temp_path DIRECTORY/proxy;
            fastcgi_temp_path DIRECTORY/fastcgi;
            uwsgi_temp_path DIRECTORY/uwsgi;
            scgi_temp_path DIRECTORY/scgi;
            server {
                listen 127.0.0.1:8080;
                keepalive_timeout 0;
                location /one { proxy_http_version 1.0; proxy_pass http://127.0.0.1:9090; }
                location /two {
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_pass http://127.0.0.1:9090;
                }
            }
            server {
                listen 127.0.0.1:7070;
                location / { return 200 "served"; }
            }
        }
        """
                .replace("DIRECTORY", directory.toString());
    }

    private static final String HAPROXY =
            """
            defaults
                mode http
                timeout connect 5s
                timeout client 30s
                timeout server 30s
            frontend middle
                bind 127.0.0.1:9090
                default_backend back
            backend back
                option http-server-close
                server only 127.0.0.1:7070
            """;
}
