package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.memory.PreparedMounts;
import io.transship.daemon.command.Await;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders of migrations, on memory file systems of limited size: a dump goes there fast, and a
 * CRIU that writes its log for ever (it does, on truncated images) can't fill the machine.
 *
 * <p>Small files in them say how far a migration came, so that a daemon that was started anew
 * knows.
 */
public final class Workspace {

    /** How much of the machine's available memory one dump may take. */
    private static final double SHARE = 0.8;

    /** Note: settings of CRIU for this migration alone; our OCI runtime hands them on, too. */
    static final String CRIU_SETTINGS = "criu.conf";

    private static final ByteCount LOGS = ByteCount.ofMiB(16);

    private static final Await GIVING_UP = new Await(Duration.ofMillis(5));
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CommandRunner commands;
    private final Path run;

    /** Keeps its folders below this one. */
    public Workspace(CommandRunner commands, Path run) {
        this.commands = commands;
        this.run = run;
    }

    /** On memory: gone with the host's power. */
    public Path run() {
        return run;
    }

    /** The migration's folder. */
    public Path folder(MigrationId migration) {
        return run.resolve("migrations").resolve(migration.text());
    }

    /** Where the dump's files are. */
    public Path images(MigrationId migration) {
        return folder(migration).resolve("images");
    }

    Path work(MigrationId migration) {
        return folder(migration).resolve("work");
    }

    /** Makes the folders, if there is memory for a dump of that size. */
    public void create(MigrationId migration, ByteCount expected) {
        long available = availableMemory();
        if (expected.bytes() > available * SHARE) {
            throw new TransshipException(
                    FailureCode.DISK_FULL,
                    "a dump of %s does not fit into the %s of memory that are free"
                            .formatted(expected, new ByteCount(available)),
                    "Free memory on this host, or choose another one.",
                    null);
        }
        mount(images(migration), share(available));
        mount(work(migration), LOGS);
    }

    private static ByteCount share(long available) {
        return new ByteCount((long) (available * SHARE));
    }

    /** Where the rounds of a pre-copy are; there only in that mode. */
    Path rounds(MigrationId migration) {
        return folder(migration).resolve("rounds");
    }

    void createRounds(MigrationId migration) {
        mount(rounds(migration), share(availableMemory()));
    }

    private void mount(Path folder, ByteCount size) {
        if (isMounted(folder)) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unusable(folder, e.toString());
        }
        CommandResult result =
                commands.run(
                        Command.of(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "mode=0700,nosuid,nodev,noexec,size=" + size.bytes(),
                                "transship",
                                folder.toString()));
        if (!result.succeeded()) {
            throw unusable(folder, result.words());
        }
    }

    Path criuSettings(MigrationId migration) {
        return folder(migration).resolve(CRIU_SETTINGS);
    }

    /** Not in the migration's folder, which is not there when somebody listens first. */
    Path pageSocket(MigrationId migration) {
        Path folder = run.resolve("pages");
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw unusable(folder, e.toString());
        }
        return folder.resolve(migration.text());
    }

    /** Its memory file systems, which the copy finds there. */
    PreparedMounts prepared(MigrationId migration) {
        return new PreparedMounts(commands, folder(migration));
    }

    /** Removes the migration's folder and everything in it. */
    public void remove(MigrationId migration) {
        prepared(migration).remove();
        unmount(images(migration));
        unmount(rounds(migration));
        unmount(work(migration));
        try {
            deleteAll(folder(migration));
        } catch (IOException e) {
            throw unusable(folder(migration), e.toString());
        }
    }

    /** Detaches rather than refuses: a dying CRIU may still have its log open. */
    private void unmount(Path folder) {
        if (isMounted(folder)) {
            CommandResult result = commands.run(Command.of("umount", "-l", folder.toString()));
            if (!result.succeeded()) {
                throw unusable(folder, result.words());
            }
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Where to note something about this host as long as it has power. */
    Path note(String name) {
        return run.resolve(name);
    }

    /** Notes something about the migration, at once or not at all. */
    public void note(MigrationId migration, String name, String text) {
        write(folder(migration).resolve(name), text);
    }

    /** Makes the migration's folder anew, for notes alone. */
    void makeFolder(MigrationId migration) {
        try {
            Files.createDirectories(folder(migration));
        } catch (IOException e) {
            throw unusable(folder(migration), e.toString());
        }
    }

    /** What was noted about the migration under that name. */
    public Optional<String> noted(MigrationId migration, String name) {
        return read(folder(migration).resolve(name));
    }

    void forget(MigrationId migration, String name) {
        delete(folder(migration).resolve(name));
    }

    /** The process of our OCI runtime that waits or restores, as long as it lives. */
    Optional<Long> wrapper(MigrationId migration) {
        return noted(migration, "wrapper")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .filter(pid -> ContainerProcesses.runs(pid, "transship-runc"));
    }

    /**
     * Ends restores that an earlier life of the daemon let wait or begin. Nobody can finish them;
     * what is left of them goes when their migrations are rolled back.
     */
    public void endAbandonedRestores() {
        for (MigrationId migration : migrations()) {
            wrapper(migration).ifPresent(pid -> ContainerProcesses.killDescendants(pid, "criu"));
            if (!GIVING_UP.until(() -> wrapper(migration).isEmpty(), PATIENCE)) {
                wrapper(migration).ifPresent(ContainerProcesses::killTree);
            }
        }
    }

    private List<MigrationId> migrations() {
        try (Stream<Path> all = Files.list(run.resolve("migrations"))) {
            return all.map(each -> new MigrationId(each.getFileName().toString())).toList();
        } catch (IOException e) {
            throw unusable(run, e.toString());
        }
    }

    /** Announces to our OCI runtime that the container's next start is a restore. */
    void announce(MigrationId migration, ContainerId container) {
        write(run.resolve("pending").resolve(container.name()), migration.text());
    }

    void withdraw(ContainerId container) {
        delete(run.resolve("pending").resolve(container.name()));
    }

    /** The folder in which runc keeps its state of the container, as our OCI runtime saw it. */
    Optional<Path> runcRoot(String engineId) {
        return read(run.resolve("roots").resolve(engineId))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    /** A runc that was killed within a restore leaves its folder with a mount in it. */
    void removeRuncLeftovers(Path runcRoot, String engineId) {
        Path folder = runcRoot.resolve(engineId);
        if (Files.exists(folder.resolve("criu-root"))) {
            unmount(folder.resolve("criu-root"));
            delete(folder.resolve("criu-root"));
        }
    }

    /** Notes beyond the folder's end that the migration's container is this host's now. */
    public void commit(MigrationId migration, ContainerId container) {
        write(run.resolve("committed").resolve(migration.text()), container.name());
    }

    /** The container of a migration that was committed here. */
    public Optional<ContainerId> committed(MigrationId migration) {
        return read(run.resolve("committed").resolve(migration.text())).map(ContainerId::new);
    }

    private static void write(Path file, String text) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(file, e.toString());
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            throw unusable(file, e.toString());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unusable(file, e.toString());
        }
    }

    private static boolean isMounted(Path folder) {
        Path real = Files.exists(folder) ? realPath(folder) : folder;
        return lines(Path.of("/proc/self/mountinfo")).stream()
                .anyMatch(line -> line.contains(" " + real + " "));
    }

    private static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw unusable(folder, e.toString());
        }
    }

    private static long availableMemory() {
        return lines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static List<String> lines(Path file) {
        try {
            return new ArrayList<>(Files.readAllLines(file));
        } catch (IOException e) {
            throw unusable(file, e.toString());
        }
    }

    private static TransshipException unusable(Path path, String reason) {
        return new TransshipException(
                FailureCode.DISK_FULL,
                path + " can't be used: " + reason,
                "Check the file system and that the daemon runs as root.",
                null);
    }
}
