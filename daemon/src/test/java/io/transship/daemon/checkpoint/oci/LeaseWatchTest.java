package io.transship.daemon.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.daemon.checkpoint.MigrationId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program that kills a copy whose daemon is dead, with a real control group: after {@code
 * killAfter} nobody here does anything more, as a dead daemon does.
 */
@Tag("real")
@Timeout(180)
class LeaseWatchTest {

    private static final MigrationId MIGRATION = new MigrationId("m1");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** The first that there is; whatever the hierarchy, a process' file names it. */
    private static final List<Path> HIERARCHIES =
            Stream.of("freezer", "pids", "unified", ".")
                    .map(Path.of("/sys/fs/cgroup")::resolve)
                    .toList();

    @TempDir private Path folder;
    private final List<Process> processes = new ArrayList<>();
    private String engineId = "";
    private Path group = Path.of("");
    private LeaseWatch watch;

    @BeforeEach
    void begin() throws IOException {
        Path program = folder.resolve("transship-watch");
        try (InputStream in = LeaseWatch.class.getResourceAsStream("/wrapper/transship-watch")) {
            Files.write(program, in.readAllBytes());
        }
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        watch = new LeaseWatch(folder, folder);
        byte[] id = new byte[32];
        new Random().nextBytes(id);
        engineId = HexFormat.of().formatHex(id);
        Path hierarchy = HIERARCHIES.stream().filter(Files::isDirectory).findFirst().orElseThrow();
        group = Files.createDirectory(hierarchy.resolve("docker-" + engineId + ".scope"));
    }

    @AfterEach
    void end() {
        watch.release(MIGRATION);
        processes.forEach(Process::destroyForcibly);
        await().atMost(PATIENCE).until(() -> group.toFile().delete());
    }

    @Test
    void everyProcessOfTheCopyDiesAtTheEndOfItsLeaseAndNobodyElse() throws Exception {
        Process first = inContainer();
        Process second = inContainer();
        Process outside = sleeping();

        watch.killAfter(MIGRATION, engineId, Duration.ofSeconds(1));

        await().atMost(PATIENCE).until(() -> !first.isAlive() && !second.isAlive());
        assertThat(outside.isAlive()).isTrue();
        await().atMost(PATIENCE).until(() -> !Files.exists(lease()) && watchers() == 0);
    }

    @Test
    void aLeaseThatWasTakenAwayKillsNobodyAndTheProgramEnds() throws Exception {
        Process copy = inContainer();
        watch.killAfter(MIGRATION, engineId, Duration.ofSeconds(60));
        await().atMost(PATIENCE).until(() -> watchers() == 1);

        watch.release(MIGRATION);

        await().atMost(PATIENCE).until(() -> watchers() == 0);
        assertThat(copy.isAlive()).isTrue();
    }

    @Test
    void aLongerLeaseTakesTheShorterOnesPlaceAndNoSecondProgramIsStarted() throws Exception {
        Process copy = inContainer();
        watch.killAfter(MIGRATION, engineId, Duration.ofSeconds(60));
        await().atMost(PATIENCE).until(() -> watchers() == 1);
        String shorter = Files.readString(lease());

        watch.killAfter(MIGRATION, engineId, Duration.ofSeconds(120));

        assertThat(Long.parseLong(Files.readString(lease()).strip()))
                .isGreaterThan(Long.parseLong(shorter.strip()));
        assertThat(watchers()).isOne();
        assertThat(copy.isAlive()).isTrue();
    }

    private Path lease() {
        return folder.resolve("leases").resolve(MIGRATION.text());
    }

    private long watchers() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(engineId))
                .count();
    }

    private Process inContainer() throws IOException {
        Process process = sleeping();
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
        return process;
    }

    private Process sleeping() throws IOException {
        Process process = new ProcessBuilder("sleep", "600").start();
        processes.add(process);
        return process;
    }
}
