// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.server;

import dev.linger.storage.DatabaseConfig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PgBouncer in transaction mode before a cluster, with two server sessions for everybody. */
public final class PgBouncer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether it is installed. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** Starts it; it takes connections at once or a moment later. */
    public static PgBouncer start(PostgresCluster cluster, Path directory) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path settings =
                Files.writeString(
                        directory.resolve("pgbouncer.ini"),
                        """
                        [databases]
                        * = host=127.0.0.1 port=%d user=postgres
                        [pgbouncer]
                        listen_addr = 127.0.0.1
                        listen_port = %d
                        unix_socket_dir =
                        auth_type = any
                        pool_mode = transaction
                        default_pool_size = 2
                        max_client_conn = 100
                        ignore_startup_parameters = extra_float_digits
                        """
                                .formatted(cluster.port(), port));
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(PROGRAM.toString(), settings.toString()));
        return new PgBouncer(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                        .start(),
                port);
    }

    /** The address of the cluster's database through it. */
    public DatabaseConfig config() {
        return new DatabaseConfig(
                "jdbc:postgresql://127.0.0.1:" + port + "/linger?prepareThreshold=0",
                "postgres",
                "",
                4);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
