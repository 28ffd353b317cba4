// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.broker.TestBroker;
import dev.linger.storage.server.PostgresCluster;
import dev.linger.storage.server.PostgresPrograms;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What happens to PostgreSQL, and what the sink makes of it: each with servers of its own. */
class SinkFailureIT {
    @TempDir static Path shared;
    private static TestBroker broker;
    private static PostgresPrograms programs;

    @TempDir private Path directory;

    @BeforeAll
    static void prepare() throws IOException {
        broker = TestBroker.start(shared.resolve("broker"));
        programs = PostgresPrograms.current(shared);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeTopicsAnew() {
        broker.recreateAll();
    }

    @Test
    void shouldGoOnAfterTheServerWasKilledInMidCopy() throws Exception {
        try (PostgresCluster server = PostgresCluster.start(programs, directory.resolve("data"));
                RunningSink sink = new RunningSink(broker, server.config());
                Database database = Database.open(server.config())) {
            sink.send(0, 20);
            RunningSink.awaitServices(database, 20);
            try (Database holder = Database.open(server.config())) {
                // Ends with the server; only its pool is closed.
                Connection blocking = holder.dataSource().getConnection();
                blocking.setAutoCommit(false);
                blocking.createStatement()
                        .execute("lock table endpoint_minute_fresh in share mode");
                sink.send(20, 40);
                RunningSink.await(
                        database,
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and query like 'copy endpoint_minute_fresh%'",
                        "1");
                server.kill();
            }
            server.start();

            RunningSink.awaitServices(database, 40);
            assertThat(sink.records()).isEqualTo(40);
        }
    }

    @Test
    void shouldPauseWhileTheServerIsAwayAndStayInItsGroup() throws Exception {
        try (PostgresCluster server = PostgresCluster.start(programs, directory.resolve("data"));
                RunningSink sink = new RunningSink(broker, server.config());
                Database database = Database.open(server.config());
                Admin admin = Admin.create(new HashMap<>(broker.clientProperties()))) {
            sink.send(0, 5);
            RunningSink.awaitServices(database, 5);
            Set<String> members = members(admin);
            server.stop();
            sink.send(5, 300);
            sink.awaitHealth(health ->
                    !health.healthy()
                            && (long) health.details().getOrDefault("retries_total", 0L) >= 3);

            assertThat(members(admin)).isEqualTo(members).hasSize(1);
            assertThat(sink.records()).isEqualTo(5);
            server.start();
            RunningSink.awaitServices(database, 300);
            sink.awaitHealth(health -> health.healthy());
            assertThat(members(admin)).isEqualTo(members);
        }
    }

    @Test
    void shouldFollowAFailoverToTheReplica() throws Exception {
        try (PostgresCluster one = PostgresCluster.start(programs, directory.resolve("one"))) {
            one.stop();
            try (PostgresCluster two = one.standby(directory.resolve("two"))) {
                one.start();
                two.start("primary_conninfo=host=127.0.0.1 port=" + one.port() + " user=postgres");
                one.execute("postgres", "alter system set synchronous_standby_names = '*'");
                one.execute("postgres", "select pg_reload_conf()");
                DatabaseConfig both =
                        new DatabaseConfig(
                                "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/linger?targetServerType=primary"
                                        .formatted(one.port(), two.port()),
                                "postgres",
                                "",
                                4);
                try (RunningSink sink = new RunningSink(broker, both);
                        Database database = Database.open(both)) {
                    sink.send(0, 50);
                    RunningSink.awaitServices(database, 50);
                    one.kill();
                    sink.send(50, 90);
                    two.execute("postgres", "alter system set synchronous_standby_names = ''");
                    two.promote();

                    RunningSink.awaitServices(database, 90);
                    RunningSink.await(database, "select pg_is_in_recovery()", "f");
                }
            }
        }
    }

    @Test
    void shouldSayThatTheDiskIsFullAndGoOnOnceThereIsRoom() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
        Path disk = Files.createDirectory(directory.resolve("disk"));
        mount("mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs", disk.toString());
        try (PostgresCluster server = PostgresCluster.start(programs, directory.resolve("data"))) {
            Path tablespace = Files.createDirectory(disk.resolve("tablespace"));
            server.execute("postgres", "create tablespace small location '" + tablespace + "'");
            server.execute("postgres", "create database small tablespace small");
            DatabaseConfig small =
                    new DatabaseConfig(
                            server.config().jdbcUrl().replace("/linger", "/small"),
                            "postgres",
                            "",
                            4);
            try (RunningSink sink = new RunningSink(broker, small);
                    Database database = Database.open(small)) {
                sink.send(0, 5);
                RunningSink.awaitServices(database, 5);
                Path ballast = disk.resolve("ballast");
                fill(ballast);
                sink.send(5, 2_000);
                sink.awaitHealth(health -> health.summary().contains("disk is full"));
                assertThat(sink.health().summary())
                        .contains("PostgreSQL's disk is full; free space there")
                        .contains("53100");
                assertThat(sink.health().healthy()).isFalse();

                Files.delete(ballast);
                RunningSink.awaitServices(database, 2_000);
                sink.awaitHealth(health -> health.healthy());
            }
        } finally {
            mount("umount", disk.toString());
        }
    }

    private static Set<String> members(Admin admin) throws Exception {
        ConsumerGroupDescription group =
                admin.describeConsumerGroups(List.of("linger-sink"))
                        .all()
                        .get(20, TimeUnit.SECONDS)
                        .values()
                        .iterator()
                        .next();
        return group.members().stream()
                .map(MemberDescription::consumerId)
                .collect(Collectors.toSet());
    }

    /** Takes all the room there is. */
    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[1 << 16];
        try (var out = Files.newOutputStream(ballast)) {
            while (ballast.toFile().getUsableSpace() > 0) {
                out.write(
                        block, 0, (int) Math.min(block.length, ballast.toFile().getUsableSpace()));
            }
        }
    }

    private static void mount(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
