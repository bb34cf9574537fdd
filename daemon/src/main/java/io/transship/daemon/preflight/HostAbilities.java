package io.transship.daemon.preflight;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.checkpoint.ModeSupport;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this machine can dump and restore by; a daemon does not start where it can do neither. */
public final class HostAbilities {

    private static final Pattern VERSION = Pattern.compile("Version: (\\d+)\\.(\\d+)(\\S*)");
    private static final List<String> TOOLS =
            List.of("runc", "jq", "tar", "ip", "bridge", "mkfifo", "nsenter", "perl");

    private final CommandRunner commands;

    /** Asks by running programs. */
    public HostAbilities(CommandRunner commands) {
        this.commands = commands;
    }

    /** The version of CRIU, which is new enough and finds what it needs in the kernel. */
    public String demandCriu() {
        for (String tool : TOOLS) {
            commands.run(Command.of(tool, "--version"));
        }
        String version = version(commands.run(Command.of("criu", "--version")).output());
        CommandResult check = commands.run(Command.of("criu", "check"));
        if (!check.succeeded()) {
            throw new TransshipException(
                    FailureCode.KERNEL_UNSUPPORTED,
                    "CRIU lacks something in this kernel: " + check.words());
        }
        return version;
    }

    /** Which modes of migration this machine can take part in. */
    public ModeSupport modes() {
        Map<MigrationMode, String> missing = new EnumMap<>(MigrationMode.class);
        if (!has("uffd") || !has("uffd-noncoop")) {
            missing.put(
                    MigrationMode.POST_COPY,
                    "its kernel has no userfaultfd for CRIU (criu check --feature uffd,"
                            + " --feature uffd-noncoop)");
        }
        if (!has("mem_dirty_track")) {
            missing.put(
                    MigrationMode.PRE_COPY,
                    "its kernel does not track changed memory (CONFIG_MEM_SOFT_DIRTY; criu check"
                            + " --feature mem_dirty_track)");
        }
        return new ModeSupport(missing);
    }

    private boolean has(String feature) {
        return commands.run(Command.of("criu", "check", "--feature", feature)).succeeded();
    }

    /** Kernels from 6.16 on can't be handled by anything older than CRIU 4.2. */
    static String version(String output) {
        Matcher matcher = VERSION.matcher(output);
        if (!matcher.find()) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE, "criu does not say its version");
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        String version = major + "." + minor + matcher.group(3);
        if (major < 4 || (major == 4 && minor < 2)) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "CRIU " + version + " is older than 4.2",
                    "Install CRIU 4.2 or newer.",
                    null);
        }
        return version;
    }
}
