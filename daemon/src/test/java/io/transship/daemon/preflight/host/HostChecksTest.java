package io.transship.daemon.preflight.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.failure.FailureCode;
import io.transship.core.model.ByteCount;
import io.transship.daemon.checkpoint.CheckpointWay;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Checks;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Finding.Verdict;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Remembered;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.testing.Certificates;
import io.transship.daemon.testing.ScriptedCommands;
import io.transship.daemon.testing.ScriptedInspection;
import io.transship.settings.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check of a host against what kernels and programs really say. */
class HostChecksTest {

    @TempDir private Path root;
    private final ScriptedCommands commands = new ScriptedCommands();
    private Machine machine;

    @BeforeEach
    void aFitMachine() throws IOException {
        machine = new Machine(root, commands);
        file("proc/sys/kernel/osrelease", "6.18.5\n");
        file("proc/self/status", "Name:\tjava\nCapEff:\t000001ffffffffff\n");
        file("proc/self/uid_map", "         0          0 4294967295\n");
        file("proc/filesystems", "nodev\tsysfs\nnodev\toverlay\n\text4\n");
        file("proc/meminfo", "MemTotal: 24000000 kB\nMemAvailable:    1048576 kB\n");
        file("proc/sys/fs/pipe-max-size", "1048576\n");
        for (String kind : List.of("cgroup", "ipc", "mnt", "net", "pid", "uts")) {
            file("proc/self/ns/" + kind, "");
        }
        commands.answers("criu --version", 0, "Version: 4.2.1\n");
        commands.answers("criu check", 0, "Looks good.\n");
    }

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Finding only(Check check) {
        return Checks.look(List.of(check)).getFirst();
    }

    private static void assertFailure(Check check, FailureCode code, String... words) {
        assertProblem(only(check), Verdict.FAILURE, code, words);
    }

    private static void assertProblem(
            Finding finding, Verdict verdict, FailureCode code, String... words) {
        assertThat(finding.verdict()).describedAs("%s", finding).isEqualTo(verdict);
        var problem = Objects.requireNonNull(finding.problem());
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.sentence() + " " + problem.mend()).contains(words);
        assertThat(problem.sentence()).endsWith(".");
        assertThat(problem.mend()).endsWith(".");
    }

    private static void assertOk(Check check, String words) {
        Finding finding = only(check);
        assertThat(finding.problem()).isNull();
        assertThat(finding.verdict()).isEqualTo(Verdict.OK);
        assertThat(finding.detail()).contains(words);
    }

    @Test
    void rootInTheMachinesOwnUserNamespace() throws IOException {
        assertOk(new PrivilegesCheck(machine), "root");

        file("proc/self/uid_map", "         0     100000      65536\n");
        assertFailure(
                new PrivilegesCheck(machine), FailureCode.KERNEL_UNSUPPORTED, "user namespace");

        file("proc/self/status", "CapEff:\t0000000000000400\n");
        assertFailure(
                new PrivilegesCheck(machine), FailureCode.NOT_ROOT, "CAP_SYS_ADMIN", "CAP_NET_RAW");
    }

    @Test
    void theKernelHasNamespacesAndOverlay() throws IOException {
        assertOk(new KernelCheck(machine), "6.18.5");

        file("proc/filesystems", "\text4\n");
        assertProblem(
                only(new KernelCheck(machine)),
                Verdict.WARNING,
                FailureCode.KERNEL_UNSUPPORTED,
                "modprobe overlay");

        Files.delete(root.resolve("proc/self/ns/pid"));
        assertFailure(new KernelCheck(machine), FailureCode.KERNEL_UNSUPPORTED, "pid namespaces");
    }

    @Test
    void criuIsNewEnoughAndFindsWhatItNeeds() {
        assertOk(new CriuCheck(machine), "4.2.1, fit for the kernel 6.18.5");

        commands.answers("criu check", 1, "", "Error (criu/cr-check.c:8): no timens");
        assertFailure(new CriuCheck(machine), FailureCode.KERNEL_UNSUPPORTED, "no timens");

        commands.answers("criu --version", 0, "Version: 4.1.1\n");
        assertFailure(
                new CriuCheck(machine),
                FailureCode.MACHINE_INCOMPLETE,
                "4.1.1 is older than 4.2, which the kernel 6.18.5 needs",
                "apt-get install -y -t forky criu");

        commands.answers("criu --version", 0, "no such thing");
        assertFailure(new CriuCheck(machine), FailureCode.MACHINE_INCOMPLETE, "does not say");
    }

    @Test
    void aProgramThatIsMissingIsAFailureOfItsCheckAlone() {
        commands.missing("criu");

        assertFailure(new CriuCheck(machine), FailureCode.MACHINE_INCOMPLETE, "criu");
    }

    @Test
    void modesNeedFeaturesOfTheKernel() throws IOException {
        commands.answers("criu check --feature uffd-noncoop", 0, "uffd-noncoop is supported");
        commands.answers("criu check --feature mem_dirty_track", 1, "", "Dirty tracking is OFF");

        assertOk(ModeCheck.postCopy(machine), "uffd-noncoop");
        assertFailure(
                ModeCheck.preCopy(machine),
                FailureCode.KERNEL_UNSUPPORTED,
                "mem_dirty_track",
                "CONFIG_MEM_SOFT_DIRTY");

        file("proc/self/status", "CapEff:\t000001fffeffffff\n");
        assertProblem(
                only(ModeCheck.postCopy(machine)),
                Verdict.WARNING,
                FailureCode.KERNEL_UNSUPPORTED,
                "sysctl -w fs.pipe-max-size=4194304");

        file("proc/sys/fs/pipe-max-size", "4194304\n");
        assertOk(ModeCheck.postCopy(machine), "uffd-noncoop");
    }

    @Test
    void programsThatAreMissingAreNamedWithTheirPackages() throws IOException {
        for (String tool : List.of("criu", "runc", "tar", "ip", "mkfifo", "nsenter")) {
            file("usr/bin/" + tool, "");
        }

        assertFailure(
                new ToolsCheck(machine, "/usr/sbin:/usr/bin"),
                FailureCode.MACHINE_INCOMPLETE,
                "jq, bridge, ss",
                "apt-get install -y jq iproute2");

        for (String tool : List.of("jq", "bridge", "ss")) {
            file("usr/sbin/" + tool, "");
        }
        assertOk(new ToolsCheck(machine, "/usr/sbin:/usr/bin"), "criu, runc");
    }

    @Test
    void theBridgeIsThereAndUp() throws IOException {
        assertFailure(
                new BridgeCheck(machine, "br0"),
                FailureCode.MACHINE_INCOMPLETE,
                "ip link add br0 type bridge");

        file("sys/class/net/br0/bridge/stp_state", "0\n");
        file("sys/class/net/br0/flags", "0x1002\n");
        assertFailure(
                new BridgeCheck(machine, "br0"),
                FailureCode.MACHINE_INCOMPLETE,
                "ip link set br0 up");

        file("sys/class/net/br0/flags", "0x1003\n");
        file("sys/class/net/br0/address", "02:00:00:00:00:02\n");
        assertOk(new BridgeCheck(machine, "br0"), "02:00:00:00:00:02");
    }

    @Test
    void memoryAndDiskAreEnough() {
        assertOk(new MemoryCheck(machine), "1.00 GiB available");
        assertFailure(
                new MemoryCheck(machine, ByteCount.ofMiB(1000), "the dump of 'web'"),
                FailureCode.MEMORY_SHORT,
                "the dump of 'web' needs 1.02 GiB of memory, 1.00 GiB are available");

        assertOk(new DiskCheck("work folder", root.resolve("made/later"), ByteCount.ZERO), "free");
        assertFailure(
                new DiskCheck("disk", root, new ByteCount(1L << 60)),
                FailureCode.DISK_FULL,
                "are needed in " + root);
        assertFailure(
                new DiskCheck("work folder", Path.of("/proc/version/x"), ByteCount.ZERO),
                FailureCode.DISK_FULL,
                "can't write to");
    }

    @Test
    void runLiesOnMemory() throws IOException {
        file(
                "proc/self/mountinfo",
                "29 25 8:1 / / rw - ext4 /dev/sda1 rw\n34 29 0:26 / /run rw shared:5 - tmpfs x rw\n");
        assertOk(new RunFolderCheck(machine), "on memory");

        file("proc/self/mountinfo", "29 25 8:1 / / rw - ext4 /dev/sda1 rw\n");
        assertProblem(
                only(new RunFolderCheck(machine)),
                Verdict.WARNING,
                FailureCode.MACHINE_INCOMPLETE,
                "/etc/fstab");
    }

    @Test
    void aCertificateIsValidNowAndForAWhile() {
        TlsFiles files = new Certificates(root.resolve("tls"), "Test").files("h2");
        Instant now = Instant.now();

        assertProblem(
                only(new CertificateCheck(files, InstantSource.fixed(now))),
                Verdict.WARNING,
                FailureCode.CERTIFICATE_EXPIRED,
                "ends at");
        assertFailure(
                new CertificateCheck(files, InstantSource.fixed(now.plus(Duration.ofDays(1)))),
                FailureCode.CERTIFICATE_EXPIRED,
                "ended at");
        assertFailure(
                new CertificateCheck(files, InstantSource.fixed(now.minus(Duration.ofDays(1)))),
                FailureCode.CERTIFICATE_EXPIRED,
                "is not valid before");
    }

    @Test
    void aKeyThatOthersCanReadIsNoFitCertificate() throws IOException {
        TlsFiles files = new Certificates(root.resolve("tls"), "Test").files("h2");
        Files.setPosixFilePermissions(
                files.key(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));

        assertFailure(
                new CertificateCheck(files, InstantSource.system()),
                FailureCode.CONFIG_INVALID,
                "chmod 600");
    }

    @Test
    void theEngineAnswersAndKnowsOurOciRuntime() {
        Path wrapper = Path.of("/usr/local/lib/transship/transship-runc");
        var oci =
                new HostChecks.OciRuntime("transship", wrapper, "Register it.", CheckpointWay.AUTO);

        List<Finding> fit = new EngineCheck(engine("overlay2", wrapper), oci).look();
        assertThat(fit).allMatch(each -> each.verdict() == Verdict.OK).hasSize(2);

        assertFailure(
                new EngineCheck(engine("vfs", wrapper), oci), FailureCode.UNSUPPORTED, "'vfs'");
        Finding other =
                new EngineCheck(engine("overlay2", Path.of("/old/transship-runc")), oci)
                        .look()
                        .getLast();
        assertProblem(
                other,
                Verdict.FAILURE,
                FailureCode.MACHINE_INCOMPLETE,
                "/old/transship-runc",
                "Register it.");
        assertFailure(
                new EngineCheck(new SilentEngine(), oci),
                FailureCode.ENGINE_FAILED,
                "does not answer");
    }

    private static EngineInspection engine(String storage, Path wrapper) {
        return ScriptedInspection.docker(storage, Map.of("transship", wrapper), false);
    }

    @Test
    void aPortThatIsTakenAndAnAddressThatIsNotOurs() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        InetSocketAddress here;
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            here = new InetSocketAddress(loopback, socket.getLocalPort());
            assertProblem(
                    only(new ListenCheck("control port", here)),
                    Verdict.WARNING,
                    FailureCode.PORT_IN_USE,
                    "ss -ltnp sport = :" + here.getPort());
        }
        assertOk(new ListenCheck("control port", here), "is free");
        assertFailure(
                new ListenCheck("data port", new InetSocketAddress("192.0.2.1", 8089)),
                FailureCode.CONFIG_INVALID,
                "no address 192.0.2.1");
    }

    @Test
    void whatWasWellIsRememberedForAMinuteAndWhatWasNotIsLookedAtAgain() {
        List<String> looks = new ArrayList<>();
        long[] now = {0};
        boolean[] well = {false};
        Check counted =
                new Check() {
                    @Override
                    public String subject() {
                        return "x";
                    }

                    @Override
                    public List<Finding> look() {
                        looks.add("");
                        return List.of(
                                well[0]
                                        ? Finding.ok("x", "")
                                        : Finding.failure("x", FailureCode.DISK_FULL, "a.", "b."));
                    }
                };
        Remembered check = new Remembered(counted, () -> now[0]);

        check.look();
        check.look();
        assertThat(looks).hasSize(2);
        well[0] = true;
        check.look();
        check.look();
        assertThat(looks).hasSize(3);
        now[0] = Duration.ofSeconds(61).toNanos();
        check.look();
        assertThat(looks).hasSize(4);
    }
}
