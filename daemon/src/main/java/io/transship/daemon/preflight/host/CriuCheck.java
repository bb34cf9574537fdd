package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import java.util.List;
import java.util.Optional;

/**
 * Whether CRIU is there, new enough for this kernel, and finds in it what it needs.
 *
 * <p>CRIU before 4.2 does not know the kernel's vDSO and socket options of 6.16 and later; before
 * 4.0 it lacks what our configuration of it says.
 */
final class CriuCheck implements Check {

    static final String INSTALL =
            "Install CRIU 4.2 or newer: name Debian's forky in /etc/apt/sources.list.d, then"
                    + " 'apt-get update && apt-get install -y -t forky criu'.";

    private final Machine machine;

    CriuCheck(Machine machine) {
        this.machine = machine;
    }

    @Override
    public String subject() {
        return "CRIU";
    }

    @Override
    public List<Finding> look() {
        String said = machine.run("criu", "--version").output();
        Optional<Version> version = Version.in(said);
        String kernel = KernelCheck.release(machine);
        Optional<Finding> objection = version(version, kernel);
        if (objection.isPresent()) {
            return List.of(objection.get());
        }
        CommandResult check = machine.run("criu", "check");
        return List.of(checked(version.map(Version::text).orElse("?"), kernel, check));
    }

    private Optional<Finding> version(Optional<Version> version, String kernel) {
        if (version.isEmpty()) {
            return Optional.of(
                    Finding.failure(
                            subject(),
                            FailureCode.MACHINE_INCOMPLETE,
                            "criu does not say its version.",
                            INSTALL));
        }
        boolean recent = Version.in(kernel).filter(each -> each.isAtLeast(6, 16)).isPresent();
        if (!version.get().isAtLeast(4, 2)) {
            return Optional.of(
                    Finding.failure(
                            subject(),
                            FailureCode.MACHINE_INCOMPLETE,
                            "CRIU "
                                    + version.get().text()
                                    + " is older than 4.2"
                                    + (recent ? ", which the kernel " + kernel + " needs." : "."),
                            INSTALL));
        }
        return Optional.empty();
    }

    private Finding checked(String version, String kernel, CommandResult check) {
        if (!check.succeeded()) {
            return Finding.failure(
                    subject(),
                    FailureCode.KERNEL_UNSUPPORTED,
                    "CRIU " + version + " lacks something in this kernel: " + shortened(check),
                    "Boot a kernel with CONFIG_CHECKPOINT_RESTORE and what the message names:"
                            + " 'apt-get install -y linux-image-amd64'.");
        }
        return Finding.ok(subject(), version + ", fit for the kernel " + kernel);
    }

    private static String shortened(CommandResult check) {
        String words = check.words();
        return words.substring(0, Math.min(300, words.length())) + ".";
    }
}
