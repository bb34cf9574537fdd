package io.transship.daemon.preflight.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.container.ContainerProcess;
import io.transship.daemon.preflight.container.Descriptor;
import io.transship.daemon.preflight.container.Descriptor.Kind;
import io.transship.daemon.preflight.container.Mapping;
import io.transship.daemon.preflight.container.Mount;
import io.transship.daemon.preflight.container.Snapshot;
import io.transship.daemon.preflight.container.UnixSocket;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Finding.Verdict;
import io.transship.daemon.runtime.inspection.ContainerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What of a container can't be dumped, said with process, descriptor and object. */
class DumpabilityTest {

    private static final Mount ROOT = new Mount("/", "overlay");
    private static final Mount DATA = new Mount("/data", "ext4");

    private final List<Descriptor> descriptors = new ArrayList<>();
    private final List<Mapping> mappings = new ArrayList<>();
    private final List<UnixSocket> sockets = new ArrayList<>();
    private final List<ContainerProcess> others = new ArrayList<>();
    private boolean terminal;
    private List<String> devices = List.of();
    private List<String> shared = List.of();
    private String name = "perl";
    private long tracer;

    private List<Finding> judge() {
        List<ContainerProcess> processes = new ArrayList<>(others);
        processes.add(new ContainerProcess(700, 1, name, 2, tracer, 0, descriptors, mappings));
        return Dumpability.judge(
                new Snapshot(
                        new ContainerFacts("c0ffee", true, terminal, devices, shared),
                        processes,
                        List.of(ROOT, DATA),
                        sockets,
                        Map.of(91L, "/run/host.sock")));
    }

    private List<String> objections() {
        return judge().stream()
                .filter(each -> each.verdict() == Verdict.FAILURE)
                .map(each -> Objects.requireNonNull(each.problem()))
                .peek(each -> assertThat(each.code()).isEqualTo(FailureCode.NOT_DUMPABLE))
                .map(each -> each.sentence())
                .toList();
    }

    private void holds(int number, String target, Kind kind, String device) {
        descriptors.add(new Descriptor(number, target, kind, device, number, 1, 0, "", -1));
    }

    private void holdsSocket(int number, long inode, String protocol) {
        String target = "socket:[" + inode + "]";
        descriptors.add(new Descriptor(number, target, Kind.SOCKET, "", inode, 1, 0, protocol, -1));
    }

    @Test
    void anOrdinaryServerHasNothingThatHinders() {
        holds(0, "/dev/null", Kind.CHARACTER_DEVICE, "1:3");
        holds(1, "pipe:[41]", Kind.OTHER, "");
        holds(3, "/var/log/server.log", Kind.REGULAR, "");
        holds(4, "anon_inode:[eventpoll]", Kind.OTHER, "");
        holds(5, "anon_inode:inotify", Kind.OTHER, "");
        holds(6, "/dev/urandom", Kind.CHARACTER_DEVICE, "1:9");
        holds(7, "/dev/net/tun", Kind.CHARACTER_DEVICE, "10:200");
        holdsSocket(8, 80, "TCP");
        holdsSocket(9, 81, "UDPv6");
        holdsSocket(10, 82, "NETLINK");
        holdsSocket(11, 83, "PACKET");
        mappings.add(new Mapping("/usr/lib/x86_64-linux-gnu/libc.so.6"));
        mappings.add(new Mapping("/dev/shm/sem.lock (deleted)"));
        mappings.add(new Mapping("/dev/zero (deleted)"));
        mappings.add(new Mapping("/usr/bin/old (deleted)"));

        assertThat(judge()).allMatch(each -> each.verdict() == Verdict.OK).hasSizeGreaterThan(4);
    }

    @Test
    void aTerminalOfTheEngine() {
        terminal = true;

        assertThat(objections()).containsExactly("the engine gave the container a terminal.");
    }

    @Test
    void aTerminalWhoseOtherSideIsInsideIsFine() {
        descriptors.add(
                new Descriptor(3, "/dev/ptmx", Kind.CHARACTER_DEVICE, "5:2", 8, 1, 0, "", 4));
        holds(4, "/dev/pts/4", Kind.CHARACTER_DEVICE, "136:4");

        assertThat(objections()).isEmpty();
    }

    @Test
    void aTerminalWhoseOtherSideIsOutside() {
        holds(0, "/dev/pts/4", Kind.CHARACTER_DEVICE, "136:4");

        assertThat(objections())
                .containsExactly(
                        "process 700 (perl) holds descriptor 0, the terminal /dev/pts/4 whose other"
                                + " side is outside.");
    }

    @Test
    void openAndMappedDevicesAndRequestsForGpus() {
        holds(5, "/dev/fuse", Kind.CHARACTER_DEVICE, "10:229");
        holds(6, "/dev/sda", Kind.BLOCK_DEVICE, "8:0");
        mappings.add(new Mapping("/dev/nvidia0"));
        mappings.add(new Mapping("/dev/dri/renderD128"));
        devices = List.of("a request for [[\"gpu\"]]");

        assertThat(objections())
                .containsExactly(
                        "the engine gave the container a request for [[\"gpu\"]].",
                        "process 700 (perl) holds descriptor 5, the device /dev/fuse (10:229).",
                        "process 700 (perl) holds descriptor 6, the device /dev/sda (8:0).",
                        "process 700 (perl) has mapped /dev/nvidia0.",
                        "process 700 (perl) has mapped /dev/dri/renderD128.");
    }

    @Test
    void socketsOfKindsThatCriuDoesNotKnow() {
        for (String kind : List.of("MPTCP", "SCTP", "AF_VSOCK", "ALG", "XDP")) {
            holdsSocket(10 + descriptors.size(), 80 + descriptors.size(), kind);
        }

        assertThat(objections())
                .hasSize(5)
                .contains("process 700 (perl) holds descriptor 10, a socket of kind MPTCP.");
    }

    @Test
    void aUnixSocketThatLeadsOutsideIsNamedByItsListener() {
        holdsSocket(3, 50, "UNIX-STREAM");
        sockets.add(new UnixSocket(false, "*", 50, 51));
        sockets.add(new UnixSocket(false, "/var/run/docker.sock", 51, 50));
        holdsSocket(4, 90, "UNIX");
        sockets.add(new UnixSocket(false, "*", 90, 91));

        assertThat(objections())
                .containsExactly(
                        "process 700 (perl) holds descriptor 3, a unix socket connected to"
                                + " /var/run/docker.sock outside.",
                        "process 700 (perl) holds descriptor 4, a unix socket connected to"
                                + " /run/host.sock outside.");
    }

    @Test
    void unixSocketsInsideAreFineAlsoBeforeTheyAreAccepted() {
        holdsSocket(3, 50, "UNIX-STREAM");
        holdsSocket(4, 51, "UNIX-STREAM");
        sockets.add(new UnixSocket(false, "*", 50, 51));
        holdsSocket(5, 60, "UNIX-STREAM");
        holdsSocket(6, 61, "UNIX-STREAM");
        sockets.add(new UnixSocket(true, "/run/db.sock", 60, 0));
        sockets.add(new UnixSocket(false, "*", 61, 62));
        sockets.add(new UnixSocket(false, "/run/db.sock", 62, 61));

        assertThat(objections()).isEmpty();
    }

    @Test
    void objectsWithoutAFileThatCriuDoesNotKnow() {
        holds(3, "anon_inode:[io_uring]", Kind.OTHER, "");
        holds(4, "anon_inode:[userfaultfd]", Kind.OTHER, "");
        holds(5, "anon_inode:kvm-vm", Kind.OTHER, "");

        assertThat(objections())
                .hasSize(3)
                .contains("process 700 (perl) holds descriptor 3, an object of kind io_uring.");
    }

    @Test
    void aDeletedFileIsCarriedUpToAMebibyte() {
        descriptors.add(deleted(3, "/tmp/small (deleted)", 1 << 20));
        descriptors.add(deleted(4, "/tmp/large (deleted)", (1 << 20) + 4096));
        descriptors.add(deleted(5, "/memfd:pool (deleted)", 1 << 30));

        assertThat(objections())
                .containsExactly(
                        "process 700 (perl) holds descriptor 4, the deleted file /tmp/large of"
                                + " 1052672 bytes; 1 MiB is the most.");
    }

    private static Descriptor deleted(int number, String target, long bytes) {
        return new Descriptor(number, target, Kind.REGULAR, "", number, 0, bytes, "", -1);
    }

    @Test
    void aDeletedMappedFileOfAForeignMount() {
        mappings.add(new Mapping("/data/index (deleted)"));
        mappings.add(new Mapping("/database (deleted)"));

        assertThat(objections())
                .containsExactly(
                        "process 700 (perl) has mapped /data/index (deleted) of the mount /data.");
    }

    @Test
    void systemdTracedProcessesAndNamespacesOfTheHost() {
        name = "systemd";
        tracer = 5000;
        shared = List.of("pid");

        assertThat(objections())
                .containsExactly(
                        "the container shares the host's pid namespace.",
                        "the container's first process is systemd, which can't be dumped.",
                        "process 700 (systemd) is traced by process 5000.");
    }

    @Test
    void anExecSessionIsAWarning() {
        others.add(new ContainerProcess(710, 9, "sh", 44, 0, 0, List.of(), List.of()));
        others.add(new ContainerProcess(711, 10, "sleep", 710, 0, 0, List.of(), List.of()));

        assertThat(judge())
                .filteredOn(each -> each.verdict() == Verdict.WARNING)
                .singleElement()
                .extracting(each -> Objects.requireNonNull(each.problem()).sentence())
                .isEqualTo("process 710 (sh) came from outside (exec) and will end with the move.");
        assertThat(objections()).isEmpty();
    }

    @Test
    void manyOfOneKindAreCounted() {
        for (int i = 0; i < 40; i++) {
            holds(i, "anon_inode:[io_uring]", Kind.OTHER, "");
        }

        assertThat(judge())
                .filteredOn(each -> each.verdict() == Verdict.FAILURE)
                .hasSize(5)
                .allMatch(each -> each.detail().equals("of 40"));
    }

    @Test
    void textsOfTheKernelAreRead() {
        assertThat(Mapping.parse("7f0c2a000000-7f0c2a021000 rw-p 00000000 00:00 0 ")).isEmpty();
        assertThat(Mapping.parse("7ffd1c9e0000-7ffd1ca01000 rw-p 00000000 00:00 0      [stack]"))
                .isEmpty();
        assertThat(
                        Mapping.parse(
                                "7f0c2a400000-7f0c2a428000 r--s 00000000 00:2f 1048 /a b (deleted)"))
                .contains(new Mapping("/a b (deleted)"));
        assertThat(
                        Mount.parse(
                                "482 481 8:1 /srv/data /data rw,relatime shared:1 - ext4 /dev/sda1"
                                        + " rw"))
                .contains(DATA);
        assertThat(UnixSocket.parse("u_str ESTAB 0      0      /var/run/docker.sock 1169 * 1168"))
                .contains(new UnixSocket(false, "/var/run/docker.sock", 1169, 1168));
        assertThat(UnixSocket.parse("u_dgr UNCONN 0      0      * 77 * 0   "))
                .contains(new UnixSocket(false, "*", 77, 0));
        assertThat(UnixSocket.parse("u_seq LISTEN 0      4096   @a b 78 * 0"))
                .contains(new UnixSocket(true, "@a b", 78, 0));
    }
}
