package io.transship.manager.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationPhase;
import io.transship.daemon.testing.MemoryDaemon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same migration with one process that dies within a step and is started anew: never do two
 * copies run, in the end exactly one does, and it has the state.
 */
@Timeout(120)
class RestartMigrationTest {

    private static final Duration AWAY = Duration.ofMillis(300);
    private static final Duration CLEAN = Duration.ofSeconds(40);

    @TempDir private Path folder;

    @ParameterizedTest(name = "the daemon of {0} dies in {1}")
    @CsvSource({
        "h2, prepare-source",
        "h2, write-layer",
        "h2, freeze",
        "h2, dump",
        "h2, finish",
        "h3, prepare-target",
        "h3, replace-layer",
        "h3, arm",
        "h3, restore",
        "h3, after-restore",
        "h3, commit-target"
    })
    void aDaemonDies(String host, String call) throws Exception {
        try (MigrationBench bench = new MigrationBench(folder, Duration.ofSeconds(30));
                ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor()) {
            byte[] memory = bench.h2.host().memory(MigrationBench.SERVER);
            diesOnce(bench, host, call, later);

            assertSettled(bench, bench.migrate(), memory);
        }
    }

    @ParameterizedTest(name = "the daemon of {0} dies in {1} on the way back")
    @CsvSource({"h2, resume", "h3, abort-target"})
    void aDaemonDiesOnTheWayBack(String host, String call) throws Exception {
        try (MigrationBench bench = new MigrationBench(folder, Duration.ofSeconds(30));
                ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor()) {
            byte[] memory = bench.h2.host().memory(MigrationBench.SERVER);
            bench.h3.host().failing("restore", FailureCode.RESTORE_FAILED);
            diesOnce(bench, host, call, later);

            Migration migration = bench.migrate();

            assertThat(migration.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
            assertSettled(bench, migration, memory);
        }
    }

    @ParameterizedTest(name = "the manager dies {0}")
    @ValueSource(
            strings = {
                "before PREPARING PREPARE",
                "after PREPARING PREPARE",
                "before HOLDING HOLD",
                "after HOLDING HOLD",
                "before DUMPING MIGRATE",
                "after DUMPING MIGRATE",
                "before TRANSFERRING FENCE",
                "after TRANSFERRING FENCE",
                "before SWITCHING ADOPT_TARGET",
                "after SWITCHING ADOPT_TARGET",
                "before SWITCHING RELEASE_TO_TARGET",
                "after SWITCHING RELEASE_TO_TARGET",
                "before SWITCHING COMMIT_TARGET",
                "after SWITCHING COMMIT_TARGET",
                "before SWITCHING COMMIT_SOURCE",
                "after SWITCHING COMMIT_SOURCE",
                "before COMMITTED NONE"
            })
    void theManagerDies(String step) throws Exception {
        try (MigrationBench bench = new MigrationBench(folder, Duration.ofSeconds(30))) {
            byte[] memory = bench.h2.host().memory(MigrationBench.SERVER);
            bench.journal.dieAt(step);
            assertThatThrownBy(bench::migrate).isInstanceOf(MemoryJournal.Death.class);

            boolean decided = bench.journal.log().contains("SWITCHING ADOPT_TARGET");
            if (decided) {
                // It is written while the copy is restored.
                await("the copy runs")
                        .atMost(CLEAN)
                        .until(() -> bench.running().equals(List.of("h3")));
            }

            List<Migration> recovered = bench.restartManager();

            assertThat(recovered).hasSize(1);
            assertSettled(bench, recovered.getFirst(), memory);
            assertThat(recovered.getFirst().phase() == MigrationPhase.COMMITTED)
                    .as("forward once it is decided: %s", step)
                    .isEqualTo(decided);
        }
    }

    /** A copy that does not run yet can't be adopted, whatever the journal says. */
    @Test
    void theManagerDiesWithItsCommitJournalledWhileTheCopyIsRestored() throws Exception {
        try (MigrationBench bench = new MigrationBench(folder, Duration.ofSeconds(30))) {
            byte[] memory = bench.h2.host().memory(MigrationBench.SERVER);
            CountDownLatch goesBack = new CountDownLatch(1);
            bench.h3.host().before("restore", () -> awaitQuietly(goesBack));
            bench.h3.host().before("abort-target", goesBack::countDown);
            bench.journal.dieAt("after SWITCHING ADOPT_TARGET");
            assertThatThrownBy(bench::migrate).isInstanceOf(MemoryJournal.Death.class);
            assertThat(bench.journal.log()).last().isEqualTo("SWITCHING ADOPT_TARGET");

            Migration recovered = bench.restartManager().getFirst();

            assertThat(recovered.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
            assertThat(recovered.failure().orElseThrow().code())
                    .isEqualTo(FailureCode.MANAGER_ENDED);
            assertSettled(bench, recovered, memory);
        }
    }

    /** The commit is journalled ahead; a restore that fails then goes back like any other. */
    @Test
    void aRestoreFailsWithTheCommitJournalled() throws Exception {
        try (MigrationBench bench = new MigrationBench(folder, Duration.ofSeconds(30))) {
            byte[] memory = bench.h2.host().memory(MigrationBench.SERVER);
            CountDownLatch journalled = new CountDownLatch(1);
            bench.journal.when("SWITCHING ADOPT_TARGET", journalled::countDown);
            bench.h3
                    .host()
                    .before(
                            "restore",
                            () -> {
                                awaitQuietly(journalled);
                                throw new TransshipException(
                                        FailureCode.RESTORE_FAILED, "the copy does not start.");
                            });

            Migration migration = bench.migrate();

            assertThat(migration.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
            assertThat(migration.failure().orElseThrow().code())
                    .isEqualTo(FailureCode.RESTORE_FAILED);
            assertSettled(bench, migration, memory);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(CLEAN.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What came first is the reason; that the copy was dead by then is what became of it. */
    @Test
    void aManagerThatWasAwayForLongerThanTheLeaseSaysThatItWasAway() throws Exception {
        try (MigrationBench bench = new MigrationBench(folder, Duration.ofSeconds(30))) {
            byte[] memory = bench.h2.host().memory(MigrationBench.SERVER);
            bench.journal.dieAt("after SWITCHING ADOPT_TARGET");
            assertThatThrownBy(bench::migrate).isInstanceOf(MemoryJournal.Death.class);
            await("the copy's lease ends").atMost(CLEAN).until(() -> bench.running().isEmpty());

            Migration recovered = bench.restartManager().getFirst();

            assertThat(recovered.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
            assertThat(recovered.failure().orElseThrow().code())
                    .isEqualTo(FailureCode.MANAGER_ENDED);
            assertSettled(bench, recovered, memory);
        }
    }

    /** It dies within the call, as its process would, and is there again a little later. */
    static void diesOnce(
            MigrationBench bench, String host, String call, ScheduledExecutorService later) {
        MemoryDaemon daemon = host.equals("h2") ? bench.h2 : bench.h3;
        CutProxy control = host.equals("h2") ? bench.controlOfH2 : bench.controlOfH3;
        AtomicBoolean died = new AtomicBoolean();
        daemon.host()
                .before(
                        call,
                        () -> {
                            if (died.compareAndSet(false, true)) {
                                daemon.close();
                                var _ =
                                        later.schedule(
                                                () -> {
                                                    daemon.start();
                                                    control.retarget(daemon.controlPort());
                                                },
                                                AWAY.toMillis(),
                                                TimeUnit.MILLISECONDS);
                                throw new MemoryJournal.Death();
                            }
                        });
    }

    private static void assertSettled(MigrationBench bench, Migration migration, byte[] memory) {
        assertThat(migration.phase().isFinal()).as("%s", migration).isTrue();
        String serving = migration.phase() == MigrationPhase.COMMITTED ? "h3" : "h2";
        MemoryDaemon holder = serving.equals("h3") ? bench.h3 : bench.h2;
        MemoryDaemon other = serving.equals("h3") ? bench.h2 : bench.h3;
        assertThat(bench.world.violations()).isEmpty();
        assertThat(bench.running()).as("%s", migration).containsExactly(serving);
        assertThat(bench.network.delivered()).contains(serving);
        assertThat(holder.host().memory(MigrationBench.SERVER)).isEqualTo(memory);
        // A target that was away removes its copy when its lease ends.
        await("nothing is left on " + other)
                .atMost(CLEAN)
                .until(() -> !other.host().has(MigrationBench.SERVER));
        assertThat(bench.journal.open()).isEmpty();
    }
}
