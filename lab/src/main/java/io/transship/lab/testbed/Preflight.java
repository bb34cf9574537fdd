package io.transship.lab.testbed;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What has to be so before a lab is built; each check says what is wrong and how to mend it. */
final class Preflight {

    private static final long NEEDED_BYTES = 1L << 30;
    private static final Duration CHECK_DEADLINE = Duration.ofSeconds(30);

    private static final List<String> PROGRAMS =
            List.of(
                    "/usr/bin/python3",
                    "/usr/bin/mnexec",
                    "/usr/sbin/ovs-vswitchd",
                    "/usr/sbin/ovsdb-server",
                    "/usr/bin/ovs-vsctl",
                    "/usr/bin/setsid",
                    "/usr/bin/unshare",
                    "/usr/bin/nsenter",
                    "/usr/bin/setpriv");

    private Preflight() {}

    static void check() {
        root(userId());
        programs(PROGRAMS);
        disk(LabFolders.DISK, NEEDED_BYTES);
    }

    private static int userId() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void root(int user) {
        if (user != 0) {
            throw new TransshipException(
                    FailureCode.NOT_ROOT, "a lab makes namespaces and mounts, which needs root.");
        }
    }

    static void programs(List<String> programs) {
        List<String> missing =
                programs.stream().filter(each -> !Files.isExecutable(Path.of(each))).toList();
        if (!missing.isEmpty()) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "this machine lacks " + String.join(", ", missing) + ".",
                    "Run './transship demo' once, which installs what is missing, or install the"
                            + " packages mininet and openvswitch-switch.",
                    null);
        }
    }

    /** Machines keep their engines' data below {@code folder}. */
    static void disk(Path folder, long needed) {
        try {
            long free = Files.getFileStore(existing(folder)).getUsableSpace();
            if (free < needed) {
                throw new TransshipException(
                        FailureCode.DISK_FULL,
                        folder
                                + " has "
                                + (free >> 20)
                                + " MiB free, a lab needs "
                                + (needed >> 20)
                                + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder, or the nearest one above it that is there. */
    private static Path existing(Path folder) {
        Path parent = folder.getParent();
        return Files.exists(folder) || parent == null ? folder : existing(parent);
    }

    /** Somebody who listens on every address of this machine takes the port of this one, too. */
    static void port(String address, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.PORT_IN_USE,
                    "port " + port + " of " + address + " is taken on this machine.",
                    "End the other program; the lab's manager needs that port.",
                    e);
        }
    }

    /** Asks the CRIU of a machine whether this kernel can do what it needs. */
    static void checkpoints(Machine machine) {
        Finished check = machine.exec(CHECK_DEADLINE, "criu", "check");
        if (!check.succeeded()) {
            throw new TransshipException(
                    FailureCode.KERNEL_UNSUPPORTED,
                    "this kernel can't checkpoint containers: "
                            + reason(check.output() + check.errors()));
        }
    }

    /** The lines in which "criu check" names what is missing. */
    static String reason(String said) {
        List<String> errors =
                Stream.of(said.split("\n"))
                        .filter(line -> line.contains("Error"))
                        .limit(3)
                        .toList();
        return errors.isEmpty() ? said.strip() : String.join(" ", errors);
    }
}
