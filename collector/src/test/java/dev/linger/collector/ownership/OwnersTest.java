// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.collector.proc.ProcFs;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

class OwnersTest {
    private static final String CONTAINER =
            "0123456789ab0123456789ab0123456789ab0123456789ab0123456789abcdef";

    private static final long[] FIVE = {1001, 1002, 1003, 1004, 1005};

    @TempDir private Path directory;
    private Path cgroups;
    private Path proc;
    private final Services services =
            new Services(NamingRules.parse("php-fpm.* -> php; (.*)@.* -> $1"));
    private Owners owners;

    @BeforeEach
    void layOutFixtures() throws IOException {
        cgroups = Files.createDirectories(directory.resolve("cgroup"));
        proc = Files.createDirectories(directory.resolve("proc"));
        write(
                "proc/self/mountinfo",
                """
                26 31 0:24 / /proc rw - proc proc rw
                41 31 0:38 / %s rw,relatime shared:4 - cgroup2 cgroup2 rw
                """
                        .formatted(cgroups));
        owners = new Owners(new ProcFs(proc), directory, services);
    }

    @Test
    void shouldNameCgroupsAsPeopleDo() {
        named("/system.slice/nginx.service", "nginx");
        named("/system.slice/nginx.service/worker", "nginx");
        named(
                "/system.slice/system-postgresql.slice/postgresql@15-main.service",
                "postgresql@15-main");
        named("/billing", "billing");
        named("/system.slice/run-u7.scope", "run-u7");
        named("/user.slice/user-1000.slice/user@1000.service/app.slice/sync.service", "sync");
        container("/docker/" + CONTAINER, "");
        container("/system.slice/docker-" + CONTAINER + ".scope", "");
        container(
                "/system.slice/containerd.service/kubepods/burstable/pod0b9ae4d5-0c8e-4b3e-a1c5-000000000001/"
                        + CONTAINER,
                "0b9ae4d5-0c8e-4b3e-a1c5-000000000001");
        container(
                "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod0b9ae4d5_0c8e_4b3e_a1c5_000000000001.slice/cri-containerd-"
                        + CONTAINER
                        + ".scope",
                "0b9ae4d5-0c8e-4b3e-a1c5-000000000001");
        shared("/");
        shared("/init.scope");
        shared("/user.slice/user-1000.slice/session-3.scope");
        shared("/user.slice/user-1000.slice/user@1000.service");
        shared("/user.slice/user-1000.slice/user@1000.service/init.scope");
    }

    @Test
    void shouldFindTheServiceOfACgroupByItsInode() throws IOException {
        Path nginx = Files.createDirectories(cgroups.resolve("system.slice/nginx.service"));
        assertThat(owners.ofCgroup(inode(nginx))).isEqualTo(Owners.NOT_LEARNT);
        owners.learn(Set.of(inode(nginx)));
        assertThat(services.nameOf(owners.ofCgroup(inode(nginx)))).isEqualTo("nginx");
        assertThat(owners.ofCgroup(inode(cgroups))).isEqualTo(Owners.SHARED);
    }

    @Test
    void shouldKeepTheNameOfACgroupThatWasRemoved() throws IOException {
        Path gone = Files.createDirectories(cgroups.resolve("gone"));
        long id = inode(gone);
        owners.learn(Set.of(id));
        Files.delete(gone);
        owners.learn(Set.of(id, 987_654_321L));
        assertThat(services.nameOf(owners.ofCgroup(id))).isEqualTo("gone");
        assertThat(owners.ofCgroup(987_654_321L)).isEqualTo(Services.UNKNOWN);
    }

    @Test
    void shouldNameAnExecutableByTheSocketItHolds() throws IOException {
        process(10, "/usr/sbin/sshd", 501, 502);
        process(20, "/usr/lib/jvm/bin/java (deleted)", 503);
        owners.lookFor(new long[] {502, 503, 999});
        assertThat(services.nameOf(owners.ofInode(502))).isEqualTo("sshd");
        assertThat(services.nameOf(owners.ofInode(503))).isEqualTo("java");
        assertThat(owners.ofInode(999)).isEqualTo(Services.UNKNOWN);
        assertThat(owners.problems()).isEmpty();
    }

    @Test
    void shouldKeepWhatAWalkCameAcrossUntilTheNext() throws IOException {
        process(10, "/usr/sbin/sshd", 501, 502, 503);
        process(20, "/bin/java", 601);
        owners.lookFor(new long[] {501});
        assertThat(services.nameOf(owners.ofInode(502))).isEqualTo("sshd");
        assertThat(services.nameOf(owners.ofInode(503))).isEqualTo("sshd");
        assertThat(owners.ofInode(601)).as("of a later process").isEqualTo(Owners.NOT_LEARNT);

        owners.lookFor(new long[] {601});
        assertThat(services.nameOf(owners.ofInode(601))).isEqualTo("java");
    }

    @Test
    void shouldGiveTheFirstHolderASocketOfSeveral() throws IOException {
        process(10, "/usr/sbin/sshd", 501);
        process(20, "/bin/bash", 501, 502);
        owners.lookFor(new long[] {501, 502, 501});
        assertThat(services.nameOf(owners.ofInode(501))).isEqualTo("sshd");
        assertThat(services.nameOf(owners.ofInode(502))).isEqualTo("bash");
    }

    @Test
    void shouldKeepABoundedNumberOfSocketsThatItWasNotAskedFor() {
        SocketServices sockets = new SocketServices();
        long last = SocketServices.MOST + 10;
        sockets.ask(new long[] {last, last + 1, 0});
        for (int inode = 1; inode <= last; inode++) {
            sockets.found(inode, inode % 7);
        }
        sockets.found(1L << 32 | 5, 3);
        for (int inode = 1; inode <= SocketServices.MOST; inode++) {
            assertThat(sockets.find(inode)).isEqualTo(inode % 7);
        }
        assertThat(sockets.find(SocketServices.MOST + 1)).isEqualTo(Owners.NOT_LEARNT);
        assertThat(sockets.find(last)).as("was asked for").isEqualTo((int) (last % 7));
        assertThat(sockets.find(last + 1)).as("was not found").isEqualTo(Owners.NOT_LEARNT);
        assertThat(sockets.missing()).isEqualTo(1);

        sockets.giveUp(Services.UNKNOWN);
        assertThat(sockets.find(last + 1)).isEqualTo(Services.UNKNOWN);
        assertThat(sockets.missing()).isZero();

        sockets.ask(new long[0]);
        assertThat(sockets.find(5)).isEqualTo(Owners.NOT_LEARNT);
    }

    @Test
    void shouldReadNoMoreLinksThanAllowedAndGoOnNextTime() throws IOException {
        for (int pid = 1; pid <= 5; pid++) {
            process(pid, "/bin/p" + pid, 1000 + pid, 2000 + pid, 3000 + pid);
        }
        SocketHolders holders = new SocketHolders(new ProcFs(proc), services);
        Set<Long> found = new HashSet<>();
        for (int walk = 0; walk < 3; walk++) {
            SocketHolders.Walk part =
                    holders.find(FIVE, Set.of(1, 2, 3, 4, 5), new WalkBudget(6, true));
            assertThat(part.missing()).isGreaterThanOrEqualTo(3);
            assertThat(part.complete()).isFalse();
            LongStream.of(FIVE)
                    .filter(inode -> holders.serviceOf(inode) != Owners.NOT_LEARNT)
                    .forEach(found::add);
        }
        assertThat(found).hasSize(5);
    }

    @Test
    void shouldStopWithinALargeProcessWhereTimeIsShortAndReadItWholeNextTime() throws IOException {
        process(1, "/bin/large", 1001, 1002, 1003, 1004, 1005);
        SocketHolders holders = new SocketHolders(new ProcFs(proc), services);
        SocketHolders.Walk first = holders.find(FIVE, Set.of(1), new WalkBudget(2, false));
        assertThat(first.missing()).isEqualTo(3);
        assertThat(first.complete()).isFalse();
        SocketHolders.Walk second = holders.find(FIVE, Set.of(1), new WalkBudget(2, true));
        assertThat(second.missing()).isZero();
        assertThat(second.complete()).isTrue();
    }

    @Test
    void shouldHaveLookedAtEveryProcessWhereTheLastLinkWasTheLastAllowed() throws IOException {
        process(1, "/bin/one", 1001, 1002); // and a pipe
        SocketHolders holders = new SocketHolders(new ProcFs(proc), services);

        SocketHolders.Walk walk =
                holders.find(new long[] {1001, 9999}, Set.of(1), new WalkBudget(3, false));

        assertThat(holders.serviceOf(1001)).isEqualTo(services.numberOf("one"));
        assertThat(walk.missing()).isEqualTo(1);
        assertThat(walk.complete()).isTrue();
        assertThat(holders.serviceOf(9999)).as("nobody holds it").isEqualTo(Services.UNKNOWN);
    }

    @Test
    void shouldSayOnceWhereThereIsNoCgroupFileSystem() throws IOException {
        write("proc/self/mountinfo", "26 31 0:24 / /proc rw - proc proc rw\n");
        owners.learn(Set.of(5L));
        owners.learn(Set.of(6L));
        assertThat(owners.problems()).singleElement().asString().contains("cgroup2");
        assertThat(owners.ofCgroup(5)).isEqualTo(Services.UNKNOWN);
    }

    @Test
    void shouldNameContainersByTheFilesOfTheirRuntime() throws IOException {
        write("var/lib/docker/containers/" + CONTAINER + "/config.v2.json", "{\"Name\":\"/web\"}");
        ContainerNames names = new ContainerNames(directory);
        assertThat(names.nameOf(new CgroupRole.Container(CONTAINER, ""))).isEqualTo("web");
        String other = CONTAINER.replace('a', 'b');
        assertThat(names.nameOf(new CgroupRole.Container(other, ""))).isEqualTo("0123456789bb");
    }

    @Test
    void shouldNamePodsWithoutWhatKubernetesAppends() throws IOException {
        pod("shop-5d8f7c9b64-x2kzq", "shop");
        pod("fluentd-x2kzq", "fluentd");
        pod("postgres-0", "postgres-0");
        pod("my-first-app", "my-first-app");
        assertThat(new ContainerNames(directory).nameOf(new CgroupRole.Container(CONTAINER, "9-9")))
                .isEqualTo("0123456789ab");
    }

    @Test
    void shouldRenameByTheOperatorsRules() {
        assertThat(services.nameOf(services.numberOf("php-fpm8.2"))).isEqualTo("php");
        assertThat(services.nameOf(services.numberOf("postgresql@15-main")))
                .isEqualTo("postgresql");
        assertThatThrownBy(() -> NamingRules.parse("no arrow"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NamingRules.parse("( -> x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void pod(String podName, String service) throws IOException {
        String uid = "uid-" + podName;
        Files.createDirectories(directory.resolve("var/log/pods/default_" + podName + "_" + uid));
        assertThat(new ContainerNames(directory).nameOf(new CgroupRole.Container(CONTAINER, uid)))
                .isEqualTo(service);
    }

    @Test
    void shouldCleanNamesThatARecordWouldRefuse() {
        assertThat(services.nameOf(services.numberOf("a\nb"))).isEqualTo("a?b");
        assertThat(services.nameOf(services.numberOf("x".repeat(300)))).hasSize(255);
        assertThat(services.numberOf(" ")).isEqualTo(Services.UNKNOWN);
    }

    private static void named(String path, String service) {
        assertThat(CgroupPaths.roleOf(path)).isEqualTo(new CgroupRole.Service(service));
    }

    private static void container(String path, String podUid) {
        assertThat(CgroupPaths.roleOf(path)).isEqualTo(new CgroupRole.Container(CONTAINER, podUid));
    }

    private static void shared(String path) {
        assertThat(CgroupPaths.roleOf(path)).isEqualTo(new CgroupRole.Shared());
    }

    private void process(int pid, String executable, long... inodes) throws IOException {
        Path fd = Files.createDirectories(proc.resolve(pid + "/fd"));
        Files.createSymbolicLink(proc.resolve(pid + "/exe"), Path.of(executable));
        Files.createSymbolicLink(fd.resolve("0"), Path.of("pipe:[7]"));
        for (long inode : inodes) {
            Files.createSymbolicLink(fd.resolve("" + inode), Path.of("socket:[" + inode + "]"));
        }
    }

    private static long inode(Path path) throws IOException {
        return (Long) Files.getAttribute(path, "unix:ino");
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
